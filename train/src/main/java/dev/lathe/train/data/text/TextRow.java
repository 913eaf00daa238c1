package dev.lathe.train.data.text;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A text, or pair of texts, of which a model is asked; what its file holds to be right is only passed on.
///
/// @param source where it was read
/// @param text the text, exactly as in the file
/// @param textPair the second text, `null` where there is none
/// @param gold what stands in the column of labels, if there is one: a `String`, a `Number` or a `List` of those
/// @param others what stands in other columns that were asked for, such as whose text it is
public record TextRow(SourceLine source, String text, @Nullable String textPair, Optional<Object> gold, List<String> others) implements Example {
    public TextRow {
        others = List.copyOf(others);
    }

    @Override
    public List<String> content() {
        return Stream.concat(texts().stream(), gold.stream().map(Object::toString)).toList();
    }

    @Override
    public List<String> texts() {
        return textPair == null ? List.of(text) : List.of(text, textPair);
    }
}
