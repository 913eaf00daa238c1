package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForMultipleChoice;
import dev.lathe.bert.predict.open.BatchedModel;
import dev.lathe.bert.predict.open.ModelHost;
import dev.lathe.bert.predict.open.OpenModel;
import dev.lathe.bert.predict.open.Reading;
import dev.lathe.bert.predict.open.SequenceOutputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Chooses one of several continuations of a text, or of several answers to a question.
///
///     try (var selector = ChoiceSelector.load(Path.of("my-model"))) {
///         Choice c = selector.choose("She opened the umbrella because", List.of("it rained.", "it was Monday."));
///     }
///
/// Any number of threads may choose at once. Choices are the same alone and among others, for any number of threads. Closing waits
/// for calls in flight; later ones, and futures that have not begun, are an `IllegalStateException`.
public final class ChoiceSelector implements AutoCloseable {
    private final BatchedModel<BertForMultipleChoice> model;
    private final TextEncoder encoder;

    /// What is to be chosen from.
    ///
    /// @param prompt what the choices follow
    /// @param choices at least one
    public record Selection(String prompt, List<String> choices) {
        /// @throws IllegalArgumentException if there is no choice
        public Selection {
            Given.one("prompt", prompt);
            choices = List.copyOf(Given.all("choices", choices));
            if (choices.isEmpty()) {
                throw new IllegalArgumentException("choose: no choices given");
            }
        }
    }

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
        this.model = BatchedModel.of(model, SequenceOutputs.perSequence((ws, m, batch) -> m.logits(ws, batch)));
        this.encoder = encoder;
    }

    /// Loads a model onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout whose head is `BertForMultipleChoice`, or a relative's
    /// @throws CheckpointException if the directory does not hold such a model
    public static ChoiceSelector load(Path directory) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, ModelHost.ownCpu()));
    }

    /// Loads a model onto a device that others may share; it stays open when the selector closes.
    ///
    /// @throws CheckpointException if the directory does not hold such a model
    public static ChoiceSelector load(Path directory, Device device) throws IOException {
        return ModelHost.loading(directory, opened -> load(opened, device));
    }

    /// As above, of a directory that is open already.
    public static ChoiceSelector load(ModelDirectory directory, Device device) throws IOException {
        return load(directory, ModelHost.shared(device));
    }

    private static ChoiceSelector load(ModelDirectory directory, ModelHost host) throws IOException {
        TrainedHead.require(directory, ChoiceSelector.class, ModelHead.MULTIPLE_CHOICE);
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
        return model.all(List.of(reading(new Selection(prompt, choices)))).getFirst();
    }

    /// Chooses from each of many selections, in their order; computed in batches of similar length.
    public List<Choice> chooseAll(List<Selection> selections) {
        return model.all(Given.all("selections", selections).stream().map(this::reading).toList());
    }

    /// Chooses together with what other callers submit meanwhile; as [#choose] does.
    ///
    /// @return what comes of it; cancelling it before it has begun saves the work
    public CompletableFuture<Choice> submit(String prompt, List<String> choices) {
        return model.submit(reading(new Selection(prompt, choices)));
    }

    /// How many tokens the model reads: those of the prompt with each choice, special ones included.
    public int countTokens(String prompt, List<String> choices) {
        return reading(new Selection(prompt, choices)).tokens();
    }

    private Reading<Choice> reading(Selection selection) {
        return new Reading<>(
                selection.choices().stream()
                        .map(choice -> encoder.encode(TextInput.of(selection.prompt(), choice)))
                        .toList(),
                logits -> choice(logits.stream().map(row -> row[0]).toList()));
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
