package dev.lathe.tokenizer.file;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Excerpt;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Vocabulary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Adds tokens to a vocabulary one after another, each with the id that the reference gives it: the one that it has
/// among the word pieces, else the next behind all of them.
///
/// A token that comes again with other switches replaces itself.
public final class VocabularyExtension {
    private final String source;
    private final Vocabulary model;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, AddedToken> tokens = new TreeMap<>();
    private int largestId = -1;

    /// @param source whom to name in messages
    public VocabularyExtension(String source, Vocabulary model) {
        this.source = source;
        this.model = model;
    }

    /// @throws TokenizerException if the token says another id than it gets
    public void add(AddedToken token) {
        if (token.content().isEmpty()) {
            return;
        }
        int id = id(token.content());
        if (token.id() != AddedToken.NO_ID && token.id() != id) {
            throw new TokenizerException("%s: added token '%s' has id %d, %s".formatted(
                    source, Excerpt.of(token.content()), token.id(), contradiction(token.id(), id)));
        }
        ids.put(token.content(), id);
        tokens.put(id, token.withId(id));
        largestId = Math.max(largestId, id);
    }

    private int id(String content) {
        Integer known = ids.get(content);
        OptionalInt piece = known == null ? model.id(content) : OptionalInt.of(known);
        return piece.orElse(Math.max(largestId + 1, model.pieceCount()));
    }

    private String contradiction(int said, int id) {
        if (said >= 0 && said < model.size()) {
            return "which is '%s'".formatted(Excerpt.of(model.token(said)));
        }
        return id < model.size() ? "but is token %d".formatted(id) : "but the next free one is %d".formatted(id);
    }

    /// Adds a token unless one of that text was added already.
    void addNew(AddedToken token) {
        if (!ids.containsKey(token.content())) {
            add(token);
        }
    }

    /// Whether the text has an id, as a word piece or as a token that was added.
    public boolean knows(String content) {
        return ids.containsKey(content) || model.id(content).isPresent();
    }

    /// Whether exactly this token was added, whatever id it says.
    boolean has(AddedToken token) {
        Integer id = ids.get(token.content());
        return id != null && token.withId(id).equals(tokens.get(id));
    }

    /// The tokens that were added, in the order of their ids.
    public List<AddedToken> tokens() {
        return List.copyOf(tokens.values());
    }

    /// @throws TokenizerException if a token holds half a surrogate pair
    public Vocabulary vocabulary() {
        try {
            return model.with(tokens());
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(source + ": " + e.getMessage(), e);
        }
    }
}
