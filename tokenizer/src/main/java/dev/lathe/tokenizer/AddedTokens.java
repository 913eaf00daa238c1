package dev.lathe.tokenizer;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// The tokens that are found in a text as a whole: some in the text as it was given, the others, in what is left
/// of it, once it is normalised.
final class AddedTokens {
    private final List<AddedToken> all;
    private final AddedTokenSet literal;
    private final AddedTokenSet normalized;

    /// @throws IllegalArgumentException if nothing is left of a token once it is normalised
    AddedTokens(List<AddedToken> tokens, CharacterRules rules) {
        all = tokens.stream().sorted(Comparator.comparingInt(AddedToken::id)).toList();
        literal = set(token -> !token.normalized(), AddedToken::content);
        var normalizer = new TextNormalizer(rules);
        normalized = set(AddedToken::normalized, token -> pattern(normalizer, token));
    }

    private AddedTokenSet set(Predicate<AddedToken> kind, Function<AddedToken, String> pattern) {
        List<AddedToken> tokens = all.stream().filter(kind).toList();
        return new AddedTokenSet(tokens, tokens.stream().map(pattern).toList());
    }

    private static String pattern(TextNormalizer normalizer, AddedToken token) {
        String pattern = normalizer.normalize(token.content(), 0, token.content().length()).toString();
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("added token '%s': nothing is left of it once it is normalised"
                    .formatted(Excerpt.of(token.content())));
        }
        return pattern;
    }

    /// In the order of their ids.
    List<AddedToken> all() {
        return all;
    }

    /// Those that are looked for in the text as it stands.
    AddedTokenSet literal() {
        return literal;
    }

    /// Those that are looked for in the normalised text.
    AddedTokenSet normalized() {
        return normalized;
    }
}
