package dev.lathe.train.data.labels;

import dev.lathe.tensor.device.Philox;
import dev.lathe.train.data.Permutation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Draws examples so that each label comes equally often: first a label, then one of its examples, with replacement.
///
/// As drawing each example with a probability proportional to one over its label's number, which is what PyTorch's
/// `WeightedRandomSampler` is given for that.
public final class BalancedDraw {
    /// The generator's site, beside those of [Permutation].
    private static final int SITE = 0x62616C61;

    private final int size;
    private final List<List<Integer>> byLabel;

    /// @param labels of the examples, in their order
    public BalancedDraw(List<String> labels) {
        var places = new TreeMap<String, List<Integer>>();
        for (int i = 0; i < labels.size(); i++) {
            places.computeIfAbsent(labels.get(i), _ -> new ArrayList<>()).add(i);
        }
        size = labels.size();
        byLabel = List.copyOf(places.values());
    }

    /// As many examples as there are.
    ///
    /// @param epoch from 1
    public int[] ofEpoch(long seed, int epoch) {
        var drawn = new int[size];
        var words = new int[4];
        for (int i = 0; i < size; i++) {
            Philox.block(Philox.key0(seed), Philox.key1(seed, 0), i, epoch, 0, SITE, words, 0);
            List<Integer> examples = byLabel.get(below(words[0], words[1], byLabel.size()));
            drawn[i] = examples.get(below(words[2], words[3], examples.size()));
        }
        return drawn;
    }

    private static int below(int high, int low, int count) {
        return (int) Math.unsignedMultiplyHigh(Integer.toUnsignedLong(high) << 32 | Integer.toUnsignedLong(low), count);
    }
}
