package dev.lathe.cli.trust;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.trust.explain.Counterfactual;
import dev.lathe.trust.explain.Counterfactuals;
import dev.lathe.trust.explain.Proposals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `--counterfactual`: which edit changes the label.
final class EditSearch {
    /// Words that are proposed for each of a text's.
    private static final int PROPOSALS = 10;

    @Option(names = "--counterfactual", description = "Look for the smallest edit that changes a classifier's label, in place of scores.")
    private boolean counterfactual;

    @Option(names = "--mask-model", paramLabel = "DIR|NAME",
            description = "For --counterfactual: a model that guesses words, which proposes others; default words are only left out.")
    private Optional<String> maskModel = Optional.empty();

    @Option(names = "--budget", paramLabel = "N", defaultValue = "3",
            description = "For --counterfactual: words that may be edited; default ${DEFAULT-VALUE}.")
    private int budget;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    boolean isGiven() {
        return counterfactual;
    }

    /// @throws ParameterException if an option goes with it that was not given
    void check() {
        if (maskModel.isPresent() && !counterfactual) {
            throw new ParameterException(spec.commandLine(), "--mask-model: needs --counterfactual");
        }
    }

    /// A line for each text: the edit that was found, or that none was.
    ///
    /// @param found what a search comes to for each text
    /// @param json whether a line is an object
    /// @param withText whether it has the words
    byte[] of(
            ModelDirectory directory, ModelArgument model, Device opened, Function<Counterfactuals, List<Optional<Counterfactual>>> found, boolean json,
            boolean withText, Surroundings surroundings) throws IOException {
        try (var classifier = TextClassifier.load(directory, opened)) {
            if (maskModel.isEmpty()) {
                return lines(found.apply(search(classifier, Proposals.DELETION)), json, withText);
            }
            ModelDirectory guessing = model.other(maskModel.get(), surroundings);
            try (var filler = MaskFiller.load(guessing, opened)) {
                var proposals = Proposals.of(filler, guessing.tokenizer().specialTokens().mask(), PROPOSALS);
                return lines(found.apply(search(classifier, proposals)), json, withText);
            }
        }
    }

    private Counterfactuals search(TextClassifier classifier, Proposals proposals) {
        return OptionWords.checked(spec.commandLine(), () -> new Counterfactuals(classifier, proposals, budget));
    }

    private static byte[] lines(List<Optional<Counterfactual>> found, boolean json, boolean withText) throws IOException {
        var lines = new ByteArrayOutputStream();
        for (Optional<Counterfactual> edit : found) {
            lines.write(json ? JsonWriter.object(JsonLayout.LINE, fields -> {
                if (edit.isPresent()) {
                    edit.get().writeFields(withText, fields);
                }
            }) : (edit.map(Counterfactual::sentence).orElse("no edit found") + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return lines.toByteArray();
    }
}
