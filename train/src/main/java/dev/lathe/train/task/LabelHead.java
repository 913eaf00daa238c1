package dev.lathe.train.task;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.train.data.labels.LabelSet;
import java.util.HashSet;
import java.util.List;

/// The labels of a head that is to be trained.
///
/// @param labels in the order of the head's outputs
/// @param startsAnew whether a head of the base, if it has one, was trained for other labels
public record LabelHead(LabelSet labels, boolean startsAnew) {
    /// Where parameters of the head begin.
    private static final String PARAMETERS = "classifier.";

    /// The base model's labels if it knows just those of the data, so that its head goes on; else the data's.
    public static LabelHead of(ModelDirectory base, LabelSet found) {
        List<String> known = base.config().labels();
        boolean same = new HashSet<>(known).equals(new HashSet<>(found.names()));
        return new LabelHead(same ? LabelSet.ofModel(known) : found, !same);
    }

    /// The head of a model that is trained already.
    public static LabelHead trained(List<String> names) {
        return new LabelHead(LabelSet.ofModel(names), false);
    }

    /// Whether a parameter is to be set from the seed.
    public boolean startsAnew(String parameter) {
        return startsAnew && parameter.startsWith(PARAMETERS);
    }
}
