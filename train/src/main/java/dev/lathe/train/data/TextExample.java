package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One labelled text, or pair of texts.
///
/// @param source where it was read, for messages
/// @param text the text, exactly as in the file; may be empty, which is an input like any other
/// @param textPair the second text, `null` where there is none; an empty one counts as a second text
/// @param label the label's name; an integer label is its decimal digits, so `1` and `"1"` are the same label
public record TextExample(SourceLine source, String text, @Nullable String textPair, String label)
        implements Example {

    /// The label of a text whose label was not asked for.
    public static final String UNLABELLED = "-";

    /// @throws DataException if the label is blank
    public TextExample {
        if (label.isBlank()) {
            throw source.error("the label is blank");
        }
    }

    @Override
    public Optional<Object> gold() {
        return label.equals(UNLABELLED) ? Optional.empty() : Optional.of(label);
    }

    @Override
    public List<String> content() {
        return textPair == null ? List.of(text, label) : List.of(text, textPair, label);
    }

    @Override
    public List<String> texts() {
        return textPair == null ? List.of(text) : List.of(text, textPair);
    }

    @Override
    public List<String> classes() {
        return List.of(label);
    }
}
