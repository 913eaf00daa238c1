package dev.lathe.train.run.model;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.FloatSource;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.train.output.TrainingRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What models that are averaged must have in common, and their mean.
public final class SoupIngredient {
    private SoupIngredient() {}

    /// @throws CheckpointException naming the first tensor, label or base in which they differ
    static void requireAlike(ModelDirectory first, ModelDirectory other) throws IOException {
        String name = other.path().toString();
        if (!first.config().labels().equals(other.config().labels())) {
            throw new CheckpointException(name, "labels %s, where %s has %s".formatted(
                    other.config().labels(), first.path(), first.config().labels()));
        }
        try (Checkpoint of = first.openWeights(); Checkpoint with = other.openWeights()) {
            for (String tensor : of.names()) {
                if (of.entry(tensor).type().readsAsFloat()) {
                    requireShape(of.entry(tensor), with, name, first);
                }
            }
            for (String tensor : with.names()) {
                if (of.find(tensor).isEmpty()) {
                    throw new CheckpointException(name, "'%s': is not in %s".formatted(tensor, first.path()));
                }
            }
        }
        Map<String, String> base = TrainingRecord.baseFiles(first.path());
        for (Map.Entry<String, String> file : TrainingRecord.baseFiles(other.path()).entrySet()) {
            if (base.containsKey(file.getKey()) && !file.getValue().equals(base.get(file.getKey()))) {
                throw new CheckpointException(name, "trained from another base than %s: their %s differ".formatted(
                        first.path(), file.getKey()));
            }
        }
    }

    private static void requireShape(TensorEntry entry, Checkpoint with, String name, ModelDirectory first) throws CheckpointException {
        TensorEntry there = with.find(entry.name()).orElseThrow(
                () -> new CheckpointException(name, "no '%s', which %s has".formatted(entry.name(), first.path())));
        if (!there.shape().equals(entry.shape())) {
            throw new CheckpointException(name, "'%s' is %s, where %s has %s".formatted(
                    entry.name(), there.shapeText(), first.path(), entry.shapeText()));
        }
    }

    /// Sends the mean of a tensor in all checkpoints.
    static void mean(List<Checkpoint> all, TensorEntry tensor, FloatSource.FloatSink sink) throws IOException {
        int size = (int) Math.min(tensor.elements(), Checkpoint.SLICE);
        var sums = new double[size];
        var slice = new float[size];
        for (long first = 0; first < tensor.elements(); first += size) {
            int count = (int) Math.min(size, tensor.elements() - first);
            Arrays.fill(sums, 0);
            for (Checkpoint checkpoint : all) {
                checkpoint.read(tensor.name(), first, slice, 0, count);
                for (int i = 0; i < count; i++) {
                    sums[i] += slice[i];
                }
            }
            for (int i = 0; i < count; i++) {
                slice[i] = (float) (sums[i] / all.size());
            }
            sink.accept(slice, 0, count);
        }
    }
}
