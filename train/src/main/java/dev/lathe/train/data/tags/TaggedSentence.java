package dev.lathe.train.data.tags;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A sentence, token by token, with a tag for each.
///
/// @param source where it begins
/// @param tokenPerLine whether each token has a line of its own, for messages; never in memory
/// @param tokens the tokens, none empty
/// @param tags as many tags
public record TaggedSentence(SourceLine source, boolean tokenPerLine, List<String> tokens, List<String> tags)
        implements Example {

    /// @throws DataException if there are no tokens, more or fewer tags than tokens, or a token is empty, or a tag blank
    public TaggedSentence {
        tokens = source.requireAll("tokens", tokens);
        tags = source.requireAll("tags", tags);
        if (tokens.isEmpty() || tokens.size() != tags.size()) {
            throw source.error(tokens.size() + " tokens, " + tags.size() + " tags: each token needs a tag");
        }
        for (int i = 0; i < tokens.size(); i++) {
            // A blank token is one: a lone space, an ideographic one. The tokenizer leaves nothing of it.
            if (tokens.get(i).isEmpty() || tags.get(i).isBlank()) {
                throw source.error("token " + i + ": " + (tokens.get(i).isEmpty() ? "it is empty" : "its tag is blank"));
            }
        }
    }

    /// A sentence that stands in one place, such as a row.
    ///
    /// @throws DataException if there are no tokens, more or fewer tags than tokens, or a token is empty, or a tag blank
    public TaggedSentence(SourceLine source, List<String> tokens, List<String> tags) {
        this(source, false, tokens, tags);
    }

    /// Where a token was read.
    ///
    /// @param token which one, from 0; as many as there are tokens for the end of the sentence
    /// @return its line
    public SourceLine sourceOf(int token) {
        return tokenPerLine ? new SourceLine(source.file(), source.line() + Math.min(token, tokens.size() - 1)) : source;
    }

    @Override
    public Optional<Object> gold() {
        return Optional.of(tags);
    }

    @Override
    public List<String> content() {
        return Stream.concat(tokens.stream(), tags.stream()).toList();
    }

    @Override
    public List<String> texts() {
        return tokens;
    }

    @Override
    public List<String> classes() {
        return tags;
    }
}
