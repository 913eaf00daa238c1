package dev.lathe.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// A scoring model of LangChain4j that runs in this JVM: a cross-encoder, which reads query and segment as one pair and gives
/// one number.
///
///     ScoringModel model = LatheScoringModel.of(Path.of("my-cross-encoder"));
///     double score = model.score("It was cold.", "How was the soup?").content();
///
/// Such a model has one label: `finetune --task regression` on pairs makes one, and published rerankers are of this kind. The
/// score is the model's own number, on the scale that it was trained on: higher is more relevant, and nothing is
/// squeezed into 0 to 1. All segments of a call are computed together.
public final class LatheScoringModel implements ScoringModel, AutoCloseable {
    private final TextClassifier classifier;

    private LatheScoringModel(TextClassifier classifier) {
        this.classifier = classifier;
    }

    /// Loads a model.
    ///
    /// @param directory in Hugging Face's layout
    /// @throws UncheckedIOException if the directory does not hold a model with a head; its message names the file
    /// @throws IllegalArgumentException if the model has more than one label
    public static LatheScoringModel of(Path directory) {
        TextClassifier classifier = load(directory);
        try {
            return of(classifier);
        } catch (IllegalArgumentException e) {
            classifier.close();
            throw e;
        }
    }

    /// A model over a classifier that is loaded already. Closing one closes both.
    ///
    /// @throws IllegalArgumentException if it has more than one label
    public static LatheScoringModel of(TextClassifier classifier) {
        if (classifier.labels().size() != 1) {
            throw new IllegalArgumentException("model '%s': %d labels, %s: a scoring model has one".formatted(
                    classifier.name(), classifier.labels().size(), classifier.labels()));
        }
        return new LatheScoringModel(classifier);
    }

    /// The scores of many segments for one query, in the same order.
    ///
    /// @throws IllegalArgumentException if the query or a segment is `null`
    /// @throws IllegalStateException if the model is closed
    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        if (query == null) {
            throw new IllegalArgumentException("scoreAll: the query is null");
        }
        Segments.requireAll("scoreAll", segments);
        List<TextInput> pairs = segments.stream().map(segment -> TextInput.of(query, segment.text())).toList();
        List<Double> scores = classifier.predictAll(pairs).stream().map(prediction -> prediction.score()).toList();
        return Response.from(scores, new TokenUsage(pairs.stream().mapToInt(classifier::countTokens).sum()));
    }

    private static TextClassifier load(Path directory) {
        try {
            return TextClassifier.load(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /// Waits for calls in flight; later ones are an `IllegalStateException`.
    @Override
    public void close() {
        classifier.close();
    }
}
