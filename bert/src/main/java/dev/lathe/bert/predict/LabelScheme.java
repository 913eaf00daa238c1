package dev.lathe.bert.predict;

import java.util.List;

/// What the labels of a token classifier say of entities: `B-` begins one and `I-` goes on, and where other labels
/// begin with `B-`, also `E-` or `L-` ends one and `S-` or `U-` is one alone (IOB, BIOES, BILOU).
final class LabelScheme {
    /// The label of what is no entity.
    static final String OUTSIDE = "O";

    private static final String BEGIN = "B-";
    private static final int PREFIX = 2;

    private final List<Tag> tags;

    /// A label, taken apart.
    ///
    /// @param type of the entity, or [#OUTSIDE]
    /// @param begins whether an entity of the same type before it is another one
    /// @param ends whether an entity of the same type behind it is another one
    record Tag(String type, boolean begins, boolean ends) {
        /// Whether a token of this label belongs to the entity of the token before it.
        boolean continues(Tag before) {
            return type.equals(before.type) && !begins && !before.ends;
        }
    }

    private LabelScheme(List<Tag> tags) {
        this.tags = tags;
    }

    /// @param labels in the model's order
    static LabelScheme of(List<String> labels) {
        boolean begun = labels.stream().anyMatch(label -> label.startsWith(BEGIN));
        return new LabelScheme(labels.stream().map(label -> tag(label, begun)).toList());
    }

    /// The parts of the label with this number.
    Tag tag(int label) {
        return tags.get(label);
    }

    private static Tag tag(String label, boolean begun) {
        String prefix = label.substring(0, Math.min(PREFIX, label.length()));
        String type = label.substring(prefix.length());
        return switch (prefix) {
            case BEGIN -> new Tag(type, true, false);
            case "I-" -> new Tag(type, false, false);
            case "E-", "L-" -> begun ? new Tag(type, false, true) : whole(label);
            case "S-", "U-" -> begun ? new Tag(type, true, true) : whole(label);
            default -> whole(label);
        };
    }

    private static Tag whole(String label) {
        return new Tag(label, false, false);
    }
}
