package dev.lathe.train.task;

import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The data of a run by their use.
///
/// @param train what is learnt from
/// @param dev evaluated after each epoch
/// @param test evaluated at the end
public record DataSplits<E extends Example>(Dataset<E> train, Optional<Dataset<E>> dev, Optional<Dataset<E>> test) {
    /// All of them, for records of the run.
    public List<DataSplit> all() {
        var all = new ArrayList<DataSplit>(List.of(train.as("train")));
        dev.ifPresent(set -> all.add(set.as("dev")));
        test.ifPresent(set -> all.add(set.as("test")));
        return all;
    }

    /// What the report of the run is about: the test set, else the dev set, else the training data.
    public DataSplit reported() {
        return test.map(set -> set.as("test"))
                .or(() -> dev.map(set -> set.as("dev")))
                .orElseGet(() -> train.as("train"));
    }

    /// The sets that are evaluated.
    public List<Dataset<E>> evaluated() {
        var sets = new ArrayList<Dataset<E>>();
        dev.ifPresent(sets::add);
        test.ifPresent(sets::add);
        return sets;
    }
}
