package dev.lathe.train.data.rows;

import java.util.List;

/// What a row says of its labels.
///
/// @param items names, or `1` and `0` for the labels in their order
/// @param form what the items are
public record LabelList(List<String> items, Form form) {

    public LabelList {
        items = List.copyOf(items);
    }

    public enum Form {
        /// The names of the labels that the text has.
        NAMES,

        /// The integers 1 and 0: names of labels, or a decision for each label. A file's rows together tell.
        ONES_AND_ZEROS,

        /// Reals or booleans, which are no names: a decision for each label.
        DECISIONS
    }

    /// Whether they can only be decisions: nothing has a label twice.
    public boolean isDecided() {
        return form == Form.DECISIONS || form == Form.ONES_AND_ZEROS && items.stream().distinct().count() < items.size();
    }

    public static LabelList ofNames(List<String> names) {
        return new LabelList(names, Form.NAMES);
    }
}
