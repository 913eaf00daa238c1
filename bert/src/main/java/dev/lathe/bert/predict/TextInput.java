package dev.lathe.bert.predict;

import java.util.Optional;

/// A text, or a pair of texts such as a question and a sentence, that a model looks at as one.
///
/// @param text the first or only text
/// @param pair the second text
public record TextInput(String text, Optional<String> pair) {
    public static TextInput of(String text) {
        return new TextInput(text, Optional.empty());
    }

    public static TextInput of(String text, String pair) {
        return new TextInput(text, Optional.of(pair));
    }
}
