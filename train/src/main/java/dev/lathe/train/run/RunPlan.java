package dev.lathe.train.run;

import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.task.CutTexts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a fine-tuning is about to do, known before its first step.
///
/// @param task what is learnt
/// @param base the model that it begins with
/// @param device what computes
/// @param data what is read, by its use
/// @param labels how often each label, or tag, stands in the training data, the most frequent first; empty if it has none
/// @param maxLength tokens of an example at most
/// @param cut what that limit leaves out of all the data
/// @param epochs passes over the training data
/// @param steps optimiser steps of all of them
/// @param stepSize examples of a step
/// @param parameters numbers that are trained
public record RunPlan(
        String task, String base, String device, List<DataSplit> data, SequencedMap<String, Long> labels, int maxLength, CutTexts cut,
        int epochs, int steps, int stepSize, long parameters) {
    private static final int MOST_LABELS = 12;

    public RunPlan {
        data = List.copyOf(data);
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
    }

    static SequencedMap<String, Long> labelsOf(Dataset<? extends Example> train) {
        var counts = new TreeMap<String, Long>();
        train.examples().forEach(example -> example.classes().forEach(name -> counts.merge(name, 1L, Long::sum)));
        var sorted = new LinkedHashMap<String, Long>();
        counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /// What people read before the training: a line for each thing.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("task    %s, from %s".formatted(task, base));
        lines.add("device  " + device);
        for (DataSplit split : data) {
            lines.add(String.format(Locale.ROOT, "%-7s %,d examples of %s", split.name(), split.examples(), split.file().name()));
        }
        if (!labels.isEmpty()) {
            lines.add(String.format(Locale.ROOT, "labels  %d: %s%s", labels.size(), labels.entrySet().stream().limit(MOST_LABELS)
                    .map(label -> String.format(Locale.ROOT, "%s %,d", label.getKey(), label.getValue()))
                    .collect(Collectors.joining(", ")), labels.size() > MOST_LABELS ? ", …" : ""));
        }
        lines.add(String.format(Locale.ROOT, "length  %d tokens at most%s", maxLength, cutWords()));
        lines.add(String.format(Locale.ROOT, "steps   %,d in %d epoch%s, %,d examples a step; %,d parameters learn",
                steps, epochs, epochs == 1 ? "" : "s", stepSize, parameters));
        return lines;
    }

    private String cutWords() {
        return cut.cut() == 0 ? "" : String.format(Locale.ROOT,
                "; %,d of %,d texts are longer (%s %%), and %,d of %,d tokens are left out (%s %%)",
                cut.cut(), cut.texts(), percent(cut.cut(), cut.texts()), cut.lost(), cut.tokens(), percent(cut.lost(), cut.tokens()));
    }

    private static String percent(long part, long whole) {
        return FixedPoint.of(100.0 * part / whole, 1);
    }
}
