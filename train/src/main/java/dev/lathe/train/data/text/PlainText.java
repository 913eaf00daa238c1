package dev.lathe.train.data.text;

import dev.lathe.train.data.Example;
import java.util.List;
import dev.lathe.train.data.rows.SourceLine;

/// A text without any label.
///
/// @param source where it was read
/// @param text the text, not blank
public record PlainText(SourceLine source, String text) implements Example {
    /// @throws dev.lathe.train.data.rows.DataException if the text is `null`
    public PlainText {
        source.require("text", text);
    }

    @Override
    public List<String> content() {
        return List.of(text);
    }

    @Override
    public List<String> texts() {
        return List.of(text);
    }
}
