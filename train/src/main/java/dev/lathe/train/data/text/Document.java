package dev.lathe.train.data.text;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;

/// Sentences that follow one another, without any label.
///
/// @param source where it was read
/// @param sentences one or more, none blank
public record Document(SourceLine source, List<String> sentences) implements Example {
    public Document {
        sentences = List.copyOf(sentences);
    }

    @Override
    public List<String> content() {
        return sentences;
    }

    @Override
    public List<String> texts() {
        return sentences;
    }
}
