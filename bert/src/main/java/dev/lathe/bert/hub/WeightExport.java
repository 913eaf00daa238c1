package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Writes the weights of another checkpoint as Hugging Face's `save_pretrained` would: every parameter once, sorted.
///
/// What its model ties together is stored once: a decoder of masked words has the word embeddings' weight and its head's
/// bias. Values pass through memory in slices, and none may be infinite or not a number.
final class WeightExport {
    private static final Map<String, String> TIED = Map.of(
            "cls.predictions.decoder.weight", "bert.embeddings.word_embeddings.weight",
            "cls.predictions.decoder.bias", "cls.predictions.bias",
            "vocab_projector.weight", "distilbert.embeddings.word_embeddings.weight",
            "lm_head.decoder.weight", "roberta.embeddings.word_embeddings.weight",
            "lm_head.decoder.bias", "lm_head.bias",
            "generator_lm_head.weight", "electra.embeddings.word_embeddings.weight");
    /// A buffer with 0, 1, 2 …, stored by older versions.
    private static final String POSITION_IDS = "embeddings.position_ids";

    private final Checkpoint weights;
    private final List<String> leftOut = new ArrayList<>();
    private final List<TensorToWrite> tensors = new ArrayList<>();

    private WeightExport(Checkpoint weights) {
        this.weights = weights;
    }

    /// @return tensors that hold no floats and stay behind
    static List<String> write(Checkpoint weights, StoredType type, Path path) throws IOException {
        var export = new WeightExport(weights);
        for (String name : weights.names().stream().sorted().toList()) {
            export.add(name);
        }
        SafetensorsWriter.write(path, export.tensors, type);
        return export.leftOut;
    }

    private void add(String name) throws IOException {
        if (name.endsWith(POSITION_IDS) || isTied(weights, name)) {
            return;
        }
        if (!weights.entry(name).type().readsAsFloat()) {
            leftOut.add(name);
            return;
        }
        TensorToWrite copy = TensorToWrite.copyOf(weights, name);
        tensors.add(new TensorToWrite(name, copy.shape(), sink -> {
            var at = new long[1];
            copy.values().sendTo((values, offset, count) -> {
                requireFinite(name, at[0], values, offset, count);
                at[0] += count;
                sink.accept(values, offset, count);
            });
        }));
    }

    /// Whether a model of some family has another parameter in the place of this one.
    static boolean mayBeTied(String name) {
        return TIED.containsKey(name);
    }

    /// Whether a parameter only repeats the one to which its model ties it.
    static boolean isTied(Checkpoint weights, String name) throws IOException {
        String original = TIED.get(name);
        return original != null && weights.find(original).isPresent() && holdSameValues(weights, name, original);
    }

    private static boolean holdSameValues(Checkpoint weights, String name, String original) throws IOException {
        TensorEntry entry = weights.entry(name);
        if (!entry.shape().equals(weights.entry(original).shape())) {
            return false;
        }
        var slice = new float[(int) Math.min(entry.elements(), Checkpoint.SLICE)];
        var other = new float[slice.length];
        for (long first = 0; first < entry.elements(); first += slice.length) {
            int count = (int) Math.min(slice.length, entry.elements() - first);
            weights.read(name, first, slice, 0, count);
            weights.read(original, first, other, 0, count);
            if (!Arrays.equals(slice, 0, count, other, 0, count)) {
                return false;
            }
        }
        return true;
    }

    private void requireFinite(String name, long first, float[] values, int offset, int count)
            throws CheckpointException {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[offset + i])) {
                throw new CheckpointException(
                        weights.file(), "'" + name + "' has " + values[offset + i] + " at " + (first + i));
            }
        }
    }
}
