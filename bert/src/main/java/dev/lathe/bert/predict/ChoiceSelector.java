package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForMultipleChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Chooses one of several continuations of a text, or of several answers to a question.
///
///     try (var selector = ChoiceSelector.load(Path.of("my-model"))) {
///         Choice c = selector.choose("She opened the umbrella because", List.of("it rained.", "it was Monday."));
///     }
///
/// Any number of threads may choose at once. Choices are the same for any number of threads. Closing waits for calls
/// in flight; later ones are an `IllegalStateException`.
public final class ChoiceSelector implements AutoCloseable {
    private final OpenModel<BertForMultipleChoice> model;
    private final TextEncoder encoder;

    /// What was chosen.
    ///
    /// @param index the number of the most probable choice, from 0; the first of equals
    /// @param score its probability, 0 to 1
    /// @param scores the probability of each choice; they sum to 1
    public record Choice(int index, double score, List<Double> scores) {
        public Choice {
            scores = List.copyOf(scores);
        }
    }

    private ChoiceSelector(OpenModel<BertForMultipleChoice> model, TextEncoder encoder) {
        this.model = model;
        this.encoder = encoder;
    }

    /// Loads a model onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout whose head is `BertForMultipleChoice`, or a relative's
    /// @throws CheckpointException if the directory does not hold such a model
    public static ChoiceSelector load(Path directory) throws IOException {
        return load(ModelDirectory.open(directory), ModelHost.ownCpu());
    }

    /// Loads a model onto a device that others may share; it stays open when the selector closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    public static ChoiceSelector load(Path directory, Device device) throws IOException {
        return load(ModelDirectory.open(directory), device);
    }

    /// As above, of a directory that is open already.
    public static ChoiceSelector load(ModelDirectory directory, Device device) throws IOException {
        return load(directory, ModelHost.shared(device));
    }

    private static ChoiceSelector load(ModelDirectory directory, ModelHost host) throws IOException {
        BertConfig config = directory.config().bert();
        var encoder = TextEncoder.of(directory, config.longestSequence());
        return new ChoiceSelector(
                host.open(directory, scope -> new BertForMultipleChoice(scope, config)), encoder);
    }

    /// Chooses. Where prompt and choice are longer than the model takes, the longer of the two is cut at its end.
    ///
    /// @param choices at least one
    /// @throws IllegalArgumentException if there is no choice
    public Choice choose(String prompt, List<String> choices) {
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("choose: no choices given");
        }
        List<TokenSequence> sequences =
                choices.stream().map(choice -> encoder.encode(TextInput.of(prompt, choice))).toList();
        List<float[]> logits = SequenceOutputs.perSequence(
                model, sequences, (ws, m, batch) -> m.logits(ws, batch));
        return choice(logits.stream().map(row -> row[0]).toList());
    }

    private static Choice choice(List<Float> logits) {
        int best = 0;
        for (int i = 1; i < logits.size(); i++) {
            if (logits.get(i) > logits.get(best)) {
                best = i;
            }
        }
        double max = logits.get(best);
        double sum = logits.stream().mapToDouble(logit -> StrictMath.exp(logit - max)).sum();
        var scores = new ArrayList<Double>();
        for (float logit : logits) {
            scores.add(StrictMath.exp(logit - max) / sum);
        }
        return new Choice(best, scores.get(best), scores);
    }

    @Override
    public void close() {
        model.close();
    }
}
