package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.guard.AuditArgument;
import dev.lathe.cli.guard.ReviewArguments;
import dev.lathe.cli.guard.ReviewedInputs;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelsArgument;
import dev.lathe.cli.options.PredictArguments;
import dev.lathe.cli.options.PredictSettings;
import dev.lathe.cli.options.RowAdapters;
import dev.lathe.cli.progress.WorkProgress;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.JsonLines;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lathe predict`: what a fine-tuned model makes of texts.
@Command(name = "predict", mixinStandardHelpOptions = true,
        description = "Does what the model was trained for with a text, a pair of texts, a question, or every one of a "
                + "file: .jsonl, .csv and .tsv by their columns, .conll and .conllu by their sentences, any other a text a line; "
                + "questions in SQuAD's JSON.",
        customSynopsis = "lathe predict --model DIR|NAME (--text TEXT | --input FILE | --question TEXT --context TEXT) [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe predict --model my-model --text \"The soup was cold.\"",
            "  lathe predict --model my-model --input texts.csv --output predictions.jsonl",
            "  lathe predict --model first --model second --input texts.csv",
            "  lathe predict --model base --adapter reviews=my-reviews --adapter topics=my-topics \\",
            "      --input texts.csv --adapter-column wanted",
            "  lathe predict --model reader \\",
            "      --question \"Who came?\" --context \"Ann came late.\""})
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private ModelsArgument models = new ModelsArgument();

    @Mixin
    private RowAdapters adapter = new RowAdapters();

    @Mixin
    private PredictArguments given = new PredictArguments();

    @Mixin
    private PredictSettings settings = new PredictSettings();

    @Mixin
    private ReviewArguments reviews = new ReviewArguments();

    @Option(names = "--output", paramLabel = "JSONL", description = "Where to write; without it, or as -, standard output.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private List<ModelDirectory> used = List.of();

    private final Surroundings surroundings;

    PredictCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        given.check(surroundings);
        reviews.check();
        if (reviews.isGiven() && given.namesAdapters()) {
            throw new CommandFailure("--review-queue: not with an adapter for each row");
        }
        try (var opened = device.open(surroundings, given.isShort());
                var predictor = predictor(opened);
                JsonLines results = JsonLines.to(output, surroundings);
                var progress = new WorkProgress(surroundings, "predicting", 0)) {
            Optional<ReviewedInputs> reviewed = reviews.isGiven() ? Optional.of(reviewed()) : Optional.empty();
            predictor.predict(reviewed.<PredictionInputs>map(inputs -> inputs).orElse(given), prediction -> {
                Predictor.Fields row = given.nextRow();
                if (reviewed.isPresent()) {
                    reviewed.get().predicted(prediction);
                }
                results.add(json -> {
                    row.write(json);
                    prediction.write(json);
                });
                progress.add(1, given.total());
                // Whoever has typed a line sees its answer before the next.
                if (given.isAnswered()) {
                    results.flush();
                }
            });
            results.finish();
        }
        return ExitCode.DONE;
    }

    private ReviewedInputs reviewed() throws IOException {
        var names = new ArrayList<String>();
        var hashes = new ArrayList<String>();
        for (ModelDirectory directory : used) {
            names.add(directory.path().toString());
            hashes.add(AuditArgument.hash(directory));
        }
        return new ReviewedInputs(
                given, reviews.open(), reviews.rule(), reviews.keepsTexts(), String.join(",", names), String.join(",", hashes));
    }

    private Predictor predictor(Device opened) throws IOException {
        if (given.namesAdapters()) {
            Path base = models.base(surroundings);
            var adapters = adapter.named(base);
            Task<?> first = Tasks.of(adapters.firstEntry().getValue());
            settings.check(first);
            given.columnsFor(first, adapters.firstEntry().getValue().path());
            return RowAdapterPredictor.of(given, settings.settings().best(), base, adapters, opened);
        }
        List<ModelDirectory> directories = models.announced(adapter.only(), surroundings);
        used = directories;
        Task<?> trained = Tasks.ofAll(directories);
        settings.check(trained);
        given.columnsFor(trained, directories.getFirst().path());
        return directories.size() == 1 ? trained.predictor(directories.getFirst(), settings.settings(), opened)
                : trained.predictor(directories, settings.settings(), opened);
    }
}
