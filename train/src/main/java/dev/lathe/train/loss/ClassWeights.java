package dev.lathe.train.loss;

import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// How much each label counts in a loss.
public sealed interface ClassWeights {
    /// All the same.
    ClassWeights EVEN = new Even();
    /// The rarer, the more.
    ClassWeights BALANCED = new Balanced();

    /// The weights of labels, in their order; 1 for one that does not occur.
    ///
    /// @param counts how often each occurs in the training data
    /// @param total how many examples, or words, there are
    /// @throws IllegalArgumentException naming a label with a weight that is none of them
    float[] of(List<String> labels, long[] counts, long total);

    /// The weights of the positive decisions, where each text has any number of labels.
    ///
    /// @throws IllegalArgumentException as [#of]
    float[] ofPositives(List<String> labels, long[] counts, long total);

    /// As `--class-weights` and `training.json` have them.
    String words();

    /// Reads a JSON object of a weight a label; a label that it leaves out has the weight 1.
    ///
    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException if it is no such object
    /// @throws IllegalArgumentException if a weight is not more than 0
    static ClassWeights read(Path file) throws IOException {
        JsonObject json = JsonObject.read(file, 1 << 20);
        var weights = new LinkedHashMap<String, Double>();
        for (String label : json.keys()) {
            weights.put(label, json.real(label).orElseThrow(() -> json.problem(label, "not a number")));
        }
        return new Given(weights);
    }

    /// All the same.
    record Even() implements ClassWeights {
        @Override
        public float[] of(List<String> labels, long[] counts, long total) {
            return ones(labels.size());
        }

        @Override
        public float[] ofPositives(List<String> labels, long[] counts, long total) {
            return ones(labels.size());
        }

        @Override
        public String words() {
            return "even";
        }
    }

    /// n / (labels count), as scikit-learn's `balanced`; of positive decisions (n - count) / count, as PyTorch proposes for `pos_weight`.
    record Balanced() implements ClassWeights {
        @Override
        public float[] of(List<String> labels, long[] counts, long total) {
            float[] weights = ones(counts.length);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = counts[i] == 0 ? 1 : (float) ((double) total / ((double) counts.length * counts[i]));
            }
            return weights;
        }

        @Override
        public float[] ofPositives(List<String> labels, long[] counts, long total) {
            float[] weights = ones(counts.length);
            for (int i = 0; i < weights.length; i++) {
                boolean both = counts[i] > 0 && counts[i] < total;
                weights[i] = both ? (float) ((double) (total - counts[i]) / counts[i]) : 1;
            }
            return weights;
        }

        @Override
        public String words() {
            return "balanced";
        }
    }

    /// @param weights more than 0, by label
    record Given(SequencedMap<String, Double> weights) implements ClassWeights {
        public Given {
            weights = new LinkedHashMap<>(weights);
            weights.forEach((label, weight) -> {
                if (!(weight > 0) || Double.isInfinite(weight)) {
                    throw new IllegalArgumentException("class weights: label '%s': %s: needs more than 0".formatted(label, weight));
                }
            });
        }

        @Override
        public float[] of(List<String> labels, long[] counts, long total) {
            float[] known = ones(labels.size());
            for (Map.Entry<String, Double> one : weights.entrySet()) {
                int label = labels.indexOf(one.getKey());
                if (label < 0) {
                    throw new IllegalArgumentException("class weights: label '%s' is not among '%s'".formatted(
                            one.getKey(), String.join("', '", labels)));
                }
                known[label] = one.getValue().floatValue();
            }
            return known;
        }

        @Override
        public float[] ofPositives(List<String> labels, long[] counts, long total) {
            return of(labels, counts, total);
        }

        @Override
        public String words() {
            return weights.toString();
        }
    }

    private static float[] ones(int count) {
        var ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
