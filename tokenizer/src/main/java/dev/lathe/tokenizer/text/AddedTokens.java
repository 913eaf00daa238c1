package dev.lathe.tokenizer.text;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Excerpt;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The tokens that are found in a text as a whole: some in the text as it was given, the others, in what is left
/// of it, once it is normalised.
public final class AddedTokens {
    private final List<AddedToken> all;
    private final AddedTokenSet literal;
    private final AddedTokenSet normalized;

    /// Those of a tokenizer that normalises as BERT's does.
    ///
    /// @throws IllegalArgumentException if nothing is left of a token once it is normalised
    public AddedTokens(List<AddedToken> tokens, CharacterRules rules) {
        this(tokens, normalizer(rules));
    }

    /// @param normalizer what the tokenizer does with a text before it looks for the tokens that are to be normalised
    /// @throws IllegalArgumentException if nothing is left of a token once it is normalised
    public AddedTokens(List<AddedToken> tokens, UnaryOperator<String> normalizer) {
        all = tokens.stream().sorted(Comparator.comparingInt(AddedToken::id)).toList();
        literal = set(token -> !token.normalized(), AddedToken::content);
        normalized = set(AddedToken::normalized, token -> pattern(normalizer, token));
    }

    private static UnaryOperator<String> normalizer(CharacterRules rules) {
        var normalizer = new TextNormalizer(rules);
        return text -> normalizer.normalize(text, 0, text.length()).toString();
    }

    private AddedTokenSet set(Predicate<AddedToken> kind, Function<AddedToken, String> pattern) {
        List<AddedToken> tokens = all.stream().filter(kind).toList();
        return new AddedTokenSet(tokens, tokens.stream().map(pattern).toList());
    }

    private static String pattern(UnaryOperator<String> normalizer, AddedToken token) {
        String pattern = normalizer.apply(token.content());
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("added token '%s': nothing is left of it once it is normalised"
                    .formatted(Excerpt.of(token.content())));
        }
        return pattern;
    }

    /// In the order of their ids.
    public List<AddedToken> all() {
        return all;
    }

    /// Those that are looked for in the text as it stands.
    public AddedTokenSet literal() {
        return literal;
    }

    /// Those that are looked for in the normalised text.
    public AddedTokenSet normalized() {
        return normalized;
    }
}
