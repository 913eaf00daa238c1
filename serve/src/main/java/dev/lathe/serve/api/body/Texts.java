package dev.lathe.serve.api.body;

import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.tokenizer.Tokenizer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Texts as clients send them: one, several, or as the ids of their tokens.
///
/// @param all in their order
/// @param single whether there was one, and not a list of one
public record Texts(List<String> all, boolean single) {
    /// @param name of the field, for messages
    /// @param value a text, a list of texts, a list of ids or a list of lists of ids; ids are read as the text that they stand for
    public static Texts of(String name, Object value, Tokenizer tokenizer) {
        if (value instanceof String text) {
            return new Texts(List.of(text), true);
        }
        if (!(value instanceof List<?> list)) {
            throw HttpProblem.invalid(name + ": must be a text or a list");
        }
        if (!list.isEmpty() && list.getFirst() instanceof Number) {
            return new Texts(List.of(decoded(name, list, tokenizer)), true);
        }
        return new Texts(IntStream.range(0, list.size())
                .mapToObj(i -> text("%s[%d]".formatted(name, i), list.get(i), tokenizer))
                .toList(), false);
    }

    private static String text(String name, @Nullable Object value, Tokenizer tokenizer) {
        return value instanceof List<?> ids ? decoded(name, ids, tokenizer) : Fields.asText(name, value);
    }

    private static String decoded(String name, List<?> ids, Tokenizer tokenizer) {
        return tokenizer.decode(ids(name, ids, tokenizer), true);
    }

    /// @throws HttpProblem if one is no id of the vocabulary
    public static int[] ids(String name, List<?> list, Tokenizer tokenizer) {
        int size = tokenizer.vocabulary().size();
        var ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            if (list.get(i) instanceof String) {
                throw HttpProblem.invalid("%s[%d]: a text where a token id belongs; texts stand in one list".formatted(name, i));
            }
            if (!(list.get(i) instanceof Integer id) || id < 0 || id >= size) {
                throw HttpProblem.invalid("%s[%d]: no token id; the vocabulary has 0..%d".formatted(name, i, size - 1));
            }
            ids[i] = id;
        }
        return ids;
    }
}
