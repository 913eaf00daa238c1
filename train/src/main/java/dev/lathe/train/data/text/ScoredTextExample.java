package dev.lathe.train.data.text;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One text, or pair of texts, with a number that is to be predicted.
///
/// @param source where it was read
/// @param text the text, exactly as in the file
/// @param textPair the second text, `null` where there is none
/// @param score the number, finite; NaN where it was not asked for
public record ScoredTextExample(SourceLine source, String text, @Nullable String textPair, double score)
        implements Example {

    /// @throws dev.lathe.train.data.rows.DataException if the text is `null`
    public ScoredTextExample {
        source.require("text", text);
    }

    @Override
    public Optional<Object> gold() {
        return Double.isNaN(score) ? Optional.empty() : Optional.of(score);
    }

    @Override
    public List<String> content() {
        return Stream.concat(texts().stream(), Stream.of(Double.toString(score))).toList();
    }

    @Override
    public List<String> texts() {
        return textPair == null ? List.of(text) : List.of(text, textPair);
    }
}
