package dev.lathe.train.data.question;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// What anybody's classifier said of a text, what is right, and whose text it is.
///
/// @param source where it was read
/// @param label the right label
/// @param prediction the given one
/// @param score the probability of the given label, if it is there
/// @param groups a value a column
public record AnsweredRow(SourceLine source, String label, String prediction, OptionalDouble score, List<String> groups)
        implements Example {
    public AnsweredRow {
        groups = List.copyOf(groups);
        if (score.isPresent() && !(score.getAsDouble() >= 0 && score.getAsDouble() <= 1)) {
            throw source.error("score %s: needs 0 to 1".formatted(score.getAsDouble()));
        }
    }

    @Override
    public List<String> content() {
        return Stream.concat(Stream.of(label, prediction, score.toString()), groups.stream()).toList();
    }

    @Override
    public List<String> texts() {
        return List.of();
    }
}
