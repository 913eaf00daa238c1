package dev.lathe.trust.explain;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.trust.explain.method.AttributionMethod;
import dev.lathe.trust.explain.method.ExplainedText;
import dev.lathe.trust.explain.method.IntegratedGradients;
import dev.lathe.trust.explain.method.Word;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Says which words of a text a model's answer comes from.
///
///     try (var explainer = TextExplainer.load(Path.of("my-model"))) {
///         System.out.println(explainer.explain("The soup was cold.").sentence());
///     }
///
/// Of models that classify texts or pairs of texts, label words, or find answers; of the last, a question and its context are a pair.
/// Scores have the same bits for any number of threads. Any number of threads may ask; closing is for when none does.
public final class TextExplainer implements AutoCloseable {
    private final ExplainedModel model;
    private final Targets targets;

    private TextExplainer(ExplainedModel model) {
        this.model = model;
        this.targets = new Targets(model);
    }

    /// Loads a model onto a CPU device of its own, which closes with it.
    ///
    /// @param directory with a model in Hugging Face's layout
    /// @throws CheckpointException if the directory does not hold a model that can be explained
    public static TextExplainer load(Path directory) throws IOException {
        ModelDirectory opened = ModelDirectory.open(directory);
        return new TextExplainer(ExplainedModel.load(opened, Device.cpu(), true));
    }

    /// Loads a model onto a device that others may share; it stays open when the explainer closes.
    ///
    /// @throws CheckpointException if the directory does not hold a model that can be explained
    public static TextExplainer load(ModelDirectory directory, Device device) throws IOException {
        return new TextExplainer(ExplainedModel.load(directory, device, false));
    }

    /// What can be asked about.
    public List<String> labels() {
        return targets.labels();
    }

    /// Why the model says what it says of a text, by [IntegratedGradients#USUAL].
    ///
    /// @throws IllegalArgumentException as [#explain(TextInput, Ask, AttributionMethod)]
    public Explanation explain(String text) {
        return explain(TextInput.of(text), Ask.USUAL, IntegratedGradients.USUAL);
    }

    /// Why the model gives a text the score that is asked about.
    ///
    /// @throws IllegalArgumentException if the text has no word, or more tokens than the model's positions; if there is no such label
    ///     or place; if the model puts rows of its own before a text and the method looks at embeddings or attention
    public Explanation explain(TextInput input, Ask ask, AttributionMethod method) {
        Encoding encoding = encoded(input);
        List<Word> words = words(encoding, input);
        Targets.Found found = targets.find(encoding, words, ask);
        var text = new ModelText(model, encoding, words, found.target());
        return new Explanation(input, found.said(), found.saidScore(), found.target().label(), found.targetScore(),
                subject(found, input), method, words, method.attribute(text));
    }

    /// What is explained, for methods of one's own.
    ///
    /// @throws IllegalArgumentException as [#explain(TextInput, Ask, AttributionMethod)]
    public ExplainedText text(TextInput input, Ask ask) {
        Encoding encoding = encoded(input);
        List<Word> words = words(encoding, input);
        return new ModelText(model, encoding, words, targets.find(encoding, words, ask).target());
    }

    /// What the last layer reads and says of texts, to find examples like them and examples that they come from. Longer texts are cut at
    /// their end, as in training.
    ///
    /// @throws IllegalArgumentException unless the model gives each text one of several labels
    public List<LastLayer> lastLayers(List<TextInput> inputs) {
        return model.lastLayers(inputs);
    }

    /// Of an answer its words; of a word's label the word.
    private String subject(Targets.Found found, TextInput input) {
        if (model.kind() != ExplainedModel.Kind.ANSWER) {
            return found.subject();
        }
        String[] span = found.subject().split(":");
        return input.pair().orElseThrow().substring(Integer.parseInt(span[0]), Integer.parseInt(span[1]));
    }

    private Encoding encoded(TextInput input) {
        if (model.kind() == ExplainedModel.Kind.ANSWER && input.pair().isEmpty()) {
            throw new IllegalArgumentException("explain: the model finds answers: a question and a context are needed");
        }
        if (model.kind() == ExplainedModel.Kind.TOKEN && input.pair().isPresent()) {
            throw new IllegalArgumentException("explain: the model labels the words of one text: a pair was given");
        }
        var tokenizer = model.directory().tokenizer();
        Encoding encoding = input.pair().isPresent()
                ? tokenizer.encode(input.text(), input.pair().get()) : tokenizer.encode(input.text());
        int longest = model.directory().config().bert().longestSequence();
        if (encoding.size() > longest) {
            throw new IllegalArgumentException(
                    "explain: %d tokens: the model takes %d; shorten the text".formatted(encoding.size(), longest));
        }
        return encoding;
    }

    private static List<Word> words(Encoding encoding, TextInput input) {
        List<Word> words = new ArrayList<>();
        for (int first = 0, end; first < encoding.size(); first = end) {
            end = first + 1;
            if (encoding.isSpecial(first)) {
                continue;
            }
            int part = encoding.sequenceId(first);
            while (end < encoding.size() && encoding.sequenceId(end) == part && encoding.wordId(end) == encoding.wordId(first)) {
                end++;
            }
            String text = part == 0 ? input.text() : input.pair().orElseThrow();
            int start = encoding.start(first);
            int stop = encoding.end(end - 1);
            words.add(new Word(part, text.substring(start, stop), start, stop, first, end));
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("explain: no word in the text: there is nothing to explain");
        }
        return words;
    }

    @Override
    public void close() {
        model.close();
    }
}
