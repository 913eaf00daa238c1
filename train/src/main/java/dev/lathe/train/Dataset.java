package dev.lathe.train;

import dev.lathe.train.data.DataException;
import dev.lathe.train.data.DataFile;
import dev.lathe.train.data.DataSplit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The examples of a data file, in its order, or some of them.
///
/// @param <E> what the file says about an example
record Dataset<E>(DataFile file, List<E> examples) {
    Dataset {
        examples = List.copyOf(examples);
    }

    int size() {
        return examples.size();
    }

    /// What `training.json` and the model card say about it.
    ///
    /// @param use `train`, `dev` or `test`
    DataSplit as(String use) {
        return new DataSplit(use, file, size());
    }

    /// Puts examples aside by seed: about the given share, at least one and never all. Both parts keep the file's order.
    ///
    /// @param share above 0 and below 1
    /// @throws DataException if there is one example only
    Parts<E> split(double share, long seed) {
        if (size() < 2) {
            throw new DataException(file.path() + ": one row: no dev set can be split off");
        }
        int[] order = Permutation.ofSplit(size(), seed);
        int aside = Math.clamp(Math.round(size() * share), 1, size() - 1);
        return new Parts<>(subset(order, aside, size()), subset(order, 0, aside));
    }

    private Dataset<E> subset(int[] order, int from, int to) {
        return new Dataset<>(file, IntStream.of(Arrays.copyOfRange(order, from, to)).sorted().mapToObj(examples::get).toList());
    }

    /// @param rest what was not put aside
    record Parts<E>(Dataset<E> rest, Dataset<E> aside) {}
}
