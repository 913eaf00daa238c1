package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.Device;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.bert.predict.open.SharedBase;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.cli.options.PredictArguments;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// Classifiers that are adapters of one base, each asked for the rows that name it. Rows of a chunk are read together, whichever they name.
final class RowAdapterPredictor implements Predictor {
    private final PredictArguments rows;
    private final OptionalInt best;
    private final SharedBase base;
    private final Map<String, TextClassifier> classifiers = new LinkedHashMap<>();

    private RowAdapterPredictor(PredictArguments rows, OptionalInt best, SharedBase base) {
        this.rows = rows;
        this.best = best;
        this.base = base;
    }

    /// @param rows says which adapter a row names
    /// @param best how many scores are listed; all if empty
    /// @param adapters the base with each of them
    static RowAdapterPredictor of(
            PredictArguments rows, OptionalInt best, Path base, Map<String, ModelDirectory> adapters, Device device) throws IOException {
        var predictor = new RowAdapterPredictor(rows, best, SharedBase.of(base, device));
        boolean loaded = false;
        try {
            for (Map.Entry<String, ModelDirectory> adapter : adapters.entrySet()) {
                if (adapter.getValue().config().head().filter(head -> head == ModelHead.SEQUENCE_CLASSIFICATION).isEmpty()) {
                    throw new CommandFailure("adapter '%s': %s; rows choose among sequence-classification only".formatted(
                            adapter.getKey(), adapter.getValue().config().architecture()));
                }
                predictor.classifiers.put(adapter.getKey(), TextClassifier.load(adapter.getValue(), predictor.base));
            }
            loaded = true;
            return predictor;
        } finally {
            if (!loaded) {
                predictor.close();
            }
        }
    }

    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        given.texts(chunk -> {
            List<String> names = rows.nextAdapters(chunk.size(), classifiers.keySet());
            for (Map.Entry<Integer, Prediction> one : predictions(names, chunk).entrySet()) {
                String name = names.get(one.getKey());
                results.add(json -> {
                    json.writeStringField("adapter", name);
                    write(classifiers.get(name), one.getValue(), json);
                });
            }
        });
    }

    private Map<Integer, Prediction> predictions(List<String> names, List<TextInput> texts) {
        var futures = new ArrayList<CompletableFuture<Prediction>>();
        for (int i = 0; i < texts.size(); i++) {
            futures.add(classifiers.get(names.get(i)).submit(texts.get(i)));
        }
        var predictions = new LinkedHashMap<Integer, Prediction>();
        for (int i = 0; i < futures.size(); i++) {
            predictions.put(i, futures.get(i).join());
        }
        return predictions;
    }

    private void write(TextClassifier classifier, Prediction prediction, JsonGenerator json) throws IOException {
        switch (classifier.problemType()) {
            case MULTI_LABEL_CLASSIFICATION -> ResultJson.labels(prediction, json);
            case REGRESSION -> ResultJson.number(prediction, json);
            case SINGLE_LABEL_CLASSIFICATION, UNSPECIFIED -> ResultJson.label(prediction, best, json);
        }
    }

    @Override
    public void close() {
        classifiers.values().forEach(TextClassifier::close);
        base.close();
    }
}
