package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.Prediction;
import dev.lathe.bert.TextClassifier;
import dev.lathe.bert.TextInput;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.data.TextExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe predict`: what a fine-tuned model makes of texts.
@Command(name = "predict", mixinStandardHelpOptions = true,
        description = "Classifies a text, a pair of texts, or every text of a file: .jsonl, .csv and .tsv by their columns, "
                + "any other a text a line.")
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Option(names = "--text", paramLabel = "TEXT", description = "The text to classify.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--text-pair", paramLabel = "TEXT", description = "A second text that goes with it.")
    private Optional<String> pair = Optional.empty();

    @Option(names = "--input", paramLabel = "FILE", description = "A file of texts, instead of --text.")
    private Optional<Path> input = Optional.empty();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(names = "--output", paramLabel = "JSONL", description = "Where to write; without it, standard output.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    PredictCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (text.isPresent() == input.isPresent() || pair.isPresent() && text.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "needs --text (and perhaps --text-pair) or --input, one of the two");
        }
        try (var opened = device.open(surroundings);
                var classifier = TextClassifier.load(model.directory(surroundings), opened);
                JsonLines results = JsonLines.to(output, surroundings)) {
            if (input.isPresent()) {
                predict(input.get(), classifier, results);
            } else {
                write(List.of(classifier.predict(new TextInput(text.orElseThrow(), pair))), results);
            }
            results.finish();
        }
        return ExitCode.DONE;
    }

    private void predict(Path file, TextClassifier classifier, JsonLines results) throws IOException {
        if (columns.format().isPresent() || file.toString().matches("(?i).*\\.(jsonl|csv|tsv)")) {
            TextDataset texts = TextDataset.read(file, columns.formatOf(file), columns.unlabelled());
            predict(texts.examples().stream().map(PredictCommand::input).iterator(), classifier, results);
        } else {
            try (TextLines lines = TextLines.of(file)) {
                Chunks.of(lines, chunk -> write(
                        classifier.predictAll(chunk.stream().map(TextInput::of).toList()), results));
            }
        }
    }

    private static void predict(Iterator<TextInput> inputs, TextClassifier classifier, JsonLines results)
            throws IOException {
        Chunks.of(inputs, chunk -> write(classifier.predictAll(chunk), results));
    }

    private static TextInput input(TextExample example) {
        return new TextInput(example.text(), Optional.ofNullable(example.textPair()));
    }

    private static void write(List<Prediction> predictions, JsonLines results) throws IOException {
        for (Prediction prediction : predictions) {
            results.add(json -> write(prediction, json));
        }
    }

    private static void write(Prediction prediction, JsonGenerator json) throws IOException {
        json.writeStringField("label", prediction.label());
        json.writeNumberField("score", (float) prediction.score());
        json.writeObjectFieldStart("scores");
        for (Map.Entry<String, Double> score : prediction.scores().entrySet()) {
            json.writeNumberField(score.getKey(), score.getValue().floatValue());
        }
        json.writeEndObject();
    }
}
