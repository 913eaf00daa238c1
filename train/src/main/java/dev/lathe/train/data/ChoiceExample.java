package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A question or the beginning of a text, and what may follow, one of which is right.
///
/// @param source where it was read
/// @param context the text that all choices follow
/// @param question what is asked about it, `null` where the context says it all
/// @param choices two or more
/// @param label which one is right, in `0..choices.size()-1`; or [#UNLABELLED]
public record ChoiceExample(
        SourceLine source, String context, @Nullable String question, List<String> choices, int label)
        implements Example {

    /// The label of a question whose right choice was not asked for.
    public static final int UNLABELLED = -1;

    /// @throws DataException if the context is `null`, there are fewer than two choices, or the label is none of them
    public ChoiceExample {
        source.require("context", context);
        choices = source.requireAll("choices", choices);
        if (choices.size() < 2) {
            throw source.error(choices.size() + " choices; two or more are needed");
        }
        if (label < UNLABELLED || label >= choices.size()) {
            throw source.error("the label is choice " + label + ", but there are 0.." + (choices.size() - 1));
        }
    }

    @Override
    public Optional<Object> gold() {
        return label == UNLABELLED ? Optional.empty() : Optional.of(label);
    }

    @Override
    public List<String> content() {
        return Stream.of(List.of(context, question == null ? "" : question, Integer.toString(label)), choices)
                .flatMap(List::stream).toList();
    }

    @Override
    public List<String> texts() {
        return Stream.concat(Stream.of(context), continuations().stream()).toList();
    }

    /// What follows the context: each choice, behind the question if there is one.
    ///
    /// @return as many texts as there are choices
    public List<String> continuations() {
        return question == null ? choices : choices.stream().map(choice -> question + " " + choice).toList();
    }
}
