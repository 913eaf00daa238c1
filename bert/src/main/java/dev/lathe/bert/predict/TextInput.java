package dev.lathe.bert.predict;

import java.util.List;
import java.util.Optional;

/// A text, or a pair of texts such as a question and a sentence, that a model looks at as one.
///
/// @param text the first or only text
/// @param pair the second text
public record TextInput(String text, Optional<String> pair) {
    /// @throws NullPointerException if a text is `null`
    public TextInput {
        Given.one("text", text);
        Given.one("pair", pair);
    }

    /// Each text on its own: what the methods for many inputs take.
    ///
    /// @throws NullPointerException if a text is `null`: `texts[3]: null`
    public static List<TextInput> all(List<String> texts) {
        return Given.all("texts", texts).stream().map(TextInput::of).toList();
    }

    public static TextInput of(String text) {
        return new TextInput(text, Optional.empty());
    }

    public static TextInput of(String text, String pair) {
        return new TextInput(text, Optional.of(Given.one("pair", pair)));
    }
}
