package dev.lathe.cli.trust;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.json.JsonContent;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.trust.explain.LastLayer;
import dev.lathe.trust.explain.RankedExample;
import dev.lathe.trust.explain.TextExplainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The examples that a classifier's last layer sees nearest to a text, or that do most to its loss.
final class ExamplesBehind {
    private final List<String> labels;
    private final Dataset<TextExample> examples;
    private final boolean ofInfluence;
    private final int count;
    private final Optional<String> label;
    /// By checkpoint, the model itself last.
    private final List<List<LastLayer>> known = new ArrayList<>();
    private final List<List<LastLayer>> asked = new ArrayList<>();

    /// @param label of the text whose loss it is; else the one that the model says
    ExamplesBehind(ModelDirectory model, Dataset<TextExample> examples, boolean ofInfluence, int count, Optional<String> label) {
        this.labels = model.config().labels();
        this.examples = examples;
        this.ofInfluence = ofInfluence;
        this.count = count;
        this.label = label;
        label.filter(name -> !labels.contains(name)).ifPresent(name -> {
            throw new IllegalArgumentException("label %s: is none of %s".formatted(name, String.join(", ", labels)));
        });
    }

    /// Lets a model read everything; the last that does is the one that is explained.
    ///
    /// @param name what messages call it
    /// @throws IllegalArgumentException if it has other labels, or is no classifier with one label a text
    void readBy(String name, TextExplainer explainer, List<TextInput> texts) {
        if (!explainer.labels().equals(labels)) {
            throw new IllegalArgumentException("checkpoints %s: has the labels %s, the model %s".formatted(
                    name, String.join(", ", explainer.labels()), String.join(", ", labels)));
        }
        asked.add(explainer.lastLayers(texts));
        known.add(explainer.lastLayers(examples.examples().stream()
                .map(example -> new TextInput(example.text(), Optional.ofNullable(example.textPair()))).toList()));
    }

    private List<RankedExample> ranked(int text) {
        int size = examples.size();
        var scores = new double[size];
        if (!ofInfluence) {
            LastLayer own = asked.getLast().get(text);
            for (int i = 0; i < size; i++) {
                scores[i] = own.cosine(known.getLast().get(i));
            }
            return RankedExample.highest(scores, count);
        }
        int column = column(text);
        for (int model = 0; model < known.size(); model++) {
            LastLayer own = asked.get(model).get(text);
            for (int i = 0; i < size; i++) {
                scores[i] += known.get(model).get(i).influence(labels.indexOf(examples.examples().get(i).label()), own, column);
            }
        }
        return RankedExample.largest(scores, count);
    }

    private int column(int text) {
        return label.map(labels::indexOf).orElse(asked.getLast().get(text).said());
    }

    private String said(int text) {
        return labels.get(asked.getLast().get(text).said());
    }

    private double saidScore(int text) {
        LastLayer own = asked.getLast().get(text);
        return own.probability(own.said());
    }

    /// A line of what the model says and one for each example.
    ///
    /// @param text which of those that were read
    String lines(int text) {
        var lines = new StringBuilder(String.format(Locale.ROOT, "The model says %s (%.2f). ", said(text), saidScore(text)));
        lines.append(ofInfluence ? "Of %d examples, those that do most for '%s' (+) or against it (-):\n".formatted(examples.size(), labels.get(column(text)))
                : "Of %d examples the nearest:\n".formatted(examples.size()));
        for (RankedExample one : ranked(text)) {
            TextExample example = examples.examples().get(one.example());
            lines.append(String.format(Locale.ROOT, "%+10.4f  %s  %s: %s\n",
                    one.score(), example.label(), example.source().number(), String.join(" | ", example.texts())));
        }
        return lines.toString();
    }

    /// `{"said","said_score","label","examples":[{"line","label","score","text","text_pair"}]}`, the label of influences only.
    ///
    /// @param includeText whether texts are written, or only their lines
    JsonContent fields(int text, boolean includeText) {
        return json -> {
            json.writeStringField("said", said(text));
            json.writeNumberField("said_score", (float) saidScore(text));
            if (ofInfluence) {
                json.writeStringField("label", labels.get(column(text)));
            }
            json.writeArrayFieldStart("examples");
            for (RankedExample one : ranked(text)) {
                TextExample example = examples.examples().get(one.example());
                json.writeStartObject();
                json.writeNumberField("line", example.source().line());
                json.writeStringField("label", example.label());
                json.writeNumberField("score", (float) one.score());
                if (includeText) {
                    json.writeStringField("text", example.text());
                    if (example.textPair() != null) {
                        json.writeStringField("text_pair", example.textPair());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        };
    }
}
