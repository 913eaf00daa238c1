package dev.lathe.cli.guard;

import dev.lathe.bert.predict.TextInput;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonReader;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.question.QuestionExample;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import dev.lathe.trust.review.Decision;
import dev.lathe.trust.review.ReviewQueue;
import dev.lathe.trust.review.ReviewRule;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Inputs that are remembered until their predictions come, so that a doubtful one waits for a person with what it is about.
///
/// @param given what predictions are made of
/// @param model by its name
/// @param hash of its files
/// @param pending texts whose predictions have yet to come
public record ReviewedInputs(
        PredictionInputs given, ReviewQueue queue, ReviewRule rule, boolean keepsTexts, String model, String hash, Deque<TextInput> pending)
        implements PredictionInputs {
    public ReviewedInputs(PredictionInputs given, ReviewQueue queue, ReviewRule rule, boolean keepsTexts, String model, String hash) {
        this(given, queue, rule, keepsTexts, model, hash, new ArrayDeque<>());
    }

    @Override
    public void texts(Use use) throws IOException {
        given.texts(chunk -> {
            pending.addAll(chunk);
            use.accept(chunk);
        });
    }

    @Override
    public Supplier<String> groups(String column) {
        return given.groups(column);
    }

    @Override
    public Optional<QuestionAndContext> question() {
        return given.question();
    }

    @Override
    public List<QuestionExample> questions() throws IOException {
        return given.questions();
    }

    @Override
    public void choices(ChoiceUse use) throws IOException {
        given.choices(use);
    }

    /// Hears of the next prediction; what has no labels with scores is passed over.
    public void predicted(Predictor.Fields prediction) throws IOException {
        TextInput input = pending.poll();
        Map<String, @Nullable Object> fields = fields(prediction);
        if (input == null || !(fields.get("scores") instanceof Map<?, ?> scores)) {
            return;
        }
        List<String> chosen = fields.get("label") instanceof String label ? List.of(label)
                : fields.get("labels") instanceof List<?> labels ? labels.stream().map(String::valueOf).toList() : List.of();
        double confidence = fields.get("score") instanceof Number score ? score.doubleValue() : leastCertain(scores);
        if (rule.wants(chosen, confidence)) {
            var decision = new Decision(model, hash, String.join(",", chosen), confidence, scores.keySet().stream().map(String::valueOf).toList(),
                    Optional.of(input.text()), input.pair());
            queue.add(keepsTexts ? decision : decision.withoutTexts());
        }
    }

    private static double leastCertain(Map<?, ?> scores) {
        return scores.values().stream().mapToDouble(score -> score instanceof Number number ? number.doubleValue() : Double.NaN)
                .map(score -> Math.max(score, 1 - score)).min().orElse(0);
    }

    private static Map<String, @Nullable Object> fields(Predictor.Fields prediction) throws IOException {
        try (var json = JsonReader.SMALL.parser(JsonWriter.object(JsonLayout.LINE, prediction::write))) {
            json.nextToken();
            return JsonReader.object(json);
        }
    }
}
