package dev.lathe.train.data.text;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One labelled text, or pair of texts.
///
/// @param source where it was read, for messages
/// @param text the text, exactly as in the file; may be empty, which is an input like any other
/// @param textPair the second text, `null` where there is none; an empty one counts as a second text
/// @param label the label's name; an integer label is its decimal digits, so `1` and `"1"` are the same label
/// @param group whose text it is, where fairness is asked for; no model reads it
public record TextExample(SourceLine source, String text, @Nullable String textPair, String label, Optional<String> group)
        implements Example {

    /// The label of a text whose label was not asked for.
    public static final String UNLABELLED = "-";

    /// @throws DataException if text or label is `null`, or the label blank
    public TextExample {
        source.require("text", text);
        source.require("label", label);
        if (label.isBlank()) {
            throw source.error("the label is blank");
        }
    }

    /// A text of which is not asked whose it is.
    public TextExample(SourceLine source, String text, @Nullable String textPair, String label) {
        this(source, text, textPair, label, Optional.empty());
    }

    @Override
    public Optional<Object> gold() {
        return label.equals(UNLABELLED) ? Optional.empty() : Optional.of(label);
    }

    @Override
    public List<String> content() {
        return Stream.concat(Stream.concat(texts().stream(), Stream.of(label)), group.stream()).toList();
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
