package dev.lathe.train.inside;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.ModelDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far a part of a model has been moved by training: ‖after - before‖ / ‖before‖ over all its weights.
///
/// @param part `embeddings`, or `layer 0` and so on
/// @param weights how many it has
/// @param change relative
public record LayerChange(String part, long weights, double change) {
    private static final Pattern PART = Pattern.compile("(?:.*\\.)?(?:(embeddings)|layer\\.(\\d+))\\..*");
    private static final Pattern PREFIX = Pattern.compile("^(bert|distilbert|roberta|electra)\\.");

    /// Of all layers, from the embeddings to the last. Weights that only one of the two has, such as a head's, are left out.
    ///
    /// @throws CheckpointException naming a tensor that has another shape after than before, or if they have no layer in common
    public static List<LayerChange> between(ModelDirectory before, ModelDirectory after) throws IOException {
        var sums = new LinkedHashMap<String, double[]>();
        var parts = new ArrayList<String>();
        try (Checkpoint from = before.openWeights(); Checkpoint to = after.openWeights()) {
            Map<String, String> names = new LinkedHashMap<>();
            from.names().forEach(name -> names.put(bare(name), name));
            for (String name : to.names()) {
                Matcher part = PART.matcher(bare(name));
                String earlier = names.get(bare(name));
                if (earlier != null && part.matches() && to.entry(name).type().readsAsFloat()) {
                    String key = part.group(1) != null ? part.group(1) : "layer " + part.group(2);
                    if (!sums.containsKey(key)) {
                        parts.add(key);
                    }
                    add(from, earlier, to, name, sums.computeIfAbsent(key, _ -> new double[3]));
                }
            }
        }
        if (parts.isEmpty()) {
            throw new CheckpointException(after.path().toString(), "has no layer in common with " + before.path());
        }
        parts.sort((a, b) -> Integer.compare(order(a), order(b)));
        return parts.stream().map(part -> of(part, sums.getOrDefault(part, new double[3]))).toList();
    }

    private static LayerChange of(String part, double[] sums) {
        return new LayerChange(part, (long) sums[2], StrictMath.sqrt(sums[0] / sums[1]));
    }

    private static int order(String part) {
        return part.startsWith("layer ") ? 1 + Integer.parseInt(part.substring(6)) : 0;
    }

    private static String bare(String name) {
        return PREFIX.matcher(name).replaceFirst("");
    }

    private static void add(Checkpoint from, String earlier, Checkpoint to, String name, double[] sums) throws IOException {
        TensorEntry entry = to.entry(name);
        from.entry(earlier, entry.shape());
        int size = (int) Math.min(entry.elements(), Checkpoint.SLICE);
        var before = new float[size];
        var after = new float[size];
        for (long first = 0; first < entry.elements(); first += size) {
            int count = (int) Math.min(size, entry.elements() - first);
            from.read(earlier, first, before, 0, count);
            to.read(name, first, after, 0, count);
            for (int i = 0; i < count; i++) {
                double difference = (double) after[i] - before[i];
                sums[0] += difference * difference;
                sums[1] += (double) before[i] * before[i];
            }
        }
        sums[2] += entry.elements();
    }
}
