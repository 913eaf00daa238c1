package dev.lathe.cli.options;

import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the name of a task.
public final class TaskName implements ITypeConverter<Task<?>> {
    /// What Hugging Face's pipelines and others call them.
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("text-classification", "sequence-classification"), Map.entry("sentiment-analysis", "sequence-classification"),
            Map.entry("classification", "sequence-classification"),
            Map.entry("ner", "token-classification"), Map.entry("named-entity-recognition", "token-classification"),
            Map.entry("pos", "token-classification"), Map.entry("tagging", "token-classification"),
            Map.entry("qa", "question-answering"), Map.entry("extractive-qa", "question-answering"), Map.entry("squad", "question-answering"),
            Map.entry("multilabel", "multi-label"), Map.entry("multi-label-classification", "multi-label"),
            Map.entry("fill-mask", "masked-lm"), Map.entry("mlm", "masked-lm"),
            Map.entry("feature-extraction", "sentence-embedding"), Map.entry("sentence-similarity", "sentence-embedding"),
            Map.entry("embedding", "sentence-embedding"), Map.entry("sts", "regression"), Map.entry("cross-encoder", "regression"));

    @Override
    public Task<?> convert(String word) {
        try {
            return Tasks.named(word);
        } catch (IllegalArgumentException e) {
            String here = ELSEWHERE.get(word.toLowerCase(Locale.ROOT).replace('_', '-'));
            if (here != null) {
                throw new TypeConversionException("'%s' is %s here".formatted(word, here));
            }
            throw new TypeConversionException("'" + word + "' is none of "
                    + Tasks.all().stream().map(Task::name).collect(Collectors.joining(", ")));
        }
    }
}
