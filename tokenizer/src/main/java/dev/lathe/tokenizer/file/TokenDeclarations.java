package dev.lathe.tokenizer.file;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Excerpt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json` say of single tokens.
///
/// The two older files count only where the first one has no `added_tokens_decoder`, which holds all they say.
///
/// @param named    the tokens of `mask_token` and other such keys; `null` for a token that there is not
/// @param extra    special tokens without a key of their own
/// @param withIds  tokens with the ids that the files give them
/// @param complete whether there is an `added_tokens_decoder`, beside which `tokenizer.json` need not be asked
public record TokenDeclarations(
        Map<String, @Nullable AddedToken> named, List<AddedToken> extra, List<AddedToken> withIds, boolean complete) {
    public static final String SPECIAL_TOKENS_NAME = "special_tokens_map.json";

    private static final String ADDED_TOKENS_NAME = "added_tokens.json";
    private static final String DECODER = "added_tokens_decoder";
    private static final String EXTRA = "extra_special_tokens";
    private static final String OLDER_EXTRA = "additional_special_tokens";
    private static final String KEY_END = "_token";

    /// In this order they get ids; those that no model of ours needs come with their key alone.
    private static final List<String> KEYS =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    public static TokenDeclarations read(Path directory, JsonSection config) throws IOException {
        var named = new LinkedHashMap<String, @Nullable AddedToken>();
        readNamed(config, named);
        var extra = new LinkedHashSet<AddedToken>();
        readExtra(config, EXTRA, named, extra);
        if (extra.isEmpty() && !config.isObject(EXTRA)) {
            readExtra(config, OLDER_EXTRA, named, extra);
        }
        boolean isSaid = !extra.isEmpty();
        boolean complete = config.has(DECODER);
        JsonSection map = complete ? config : JsonSection.readIfThere(directory.resolve(SPECIAL_TOKENS_NAME));
        readNamed(map, named);
        readExtra(map, EXTRA, named, extra);
        List<AddedToken> withIds = complete ? decoder(config.section(DECODER))
                : added(directory.resolve(ADDED_TOKENS_NAME), named, extra);
        if (!isSaid && (map.isObject(EXTRA) || map.list(EXTRA).isEmpty())) {
            readExtra(map.has(OLDER_EXTRA) ? map : config, OLDER_EXTRA, named, extra);
        }
        return new TokenDeclarations(named, List.copyOf(extra), withIds, complete);
    }

    private static void readNamed(JsonSection section, Map<String, @Nullable AddedToken> named) {
        for (String key : section.names()) {
            if (!key.endsWith(KEY_END)) {
                continue;
            }
            if (section.isString(key) || section.isObject(key)) {
                named.put(key, token(section, key));
            } else if (KEYS.contains(key)) {
                if (section.has(key)) {
                    throw section.problem("'%s' is not a string".formatted(key));
                }
                named.put(key, null);
            }
        }
    }

    /// A token is a string or an object with the string as its `content`.
    private static AddedToken token(JsonSection section, String key) {
        return section.isObject(key)
                ? AddedTokenSection.read(AddedToken.NO_ID, section.section(key), true).asSpecial()
                : AddedToken.special(AddedToken.NO_ID, section.string(key));
    }

    /// A list of tokens, or an object with a key for each.
    private static void readExtra(
            JsonSection section, String key, Map<String, @Nullable AddedToken> named, Set<AddedToken> extra) {
        if (section.isObject(key)) {
            JsonSection keyed = section.section(key);
            keyed.names().forEach(name -> named.put(name, token(keyed, name)));
            return;
        }
        List<?> items = section.list(key);
        for (int i = 0; i < items.size(); i++) {
            extra.add(items.get(i) instanceof String content
                    ? AddedToken.special(AddedToken.NO_ID, content)
                    : AddedTokenSection.read(AddedToken.NO_ID, section.item(key, i), false));
        }
    }

    private static List<AddedToken> decoder(JsonSection decoder) {
        var tokens = new ArrayList<AddedToken>();
        for (String id : decoder.names()) {
            tokens.add(AddedTokenSection.read(id(decoder, id), decoder.section(id), false));
        }
        return tokens;
    }

    private static int id(JsonSection decoder, String id) {
        try {
            int number = Integer.parseInt(id);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw decoder.problem("'%s' is not an id".formatted(Excerpt.of(id)));
        }
        throw decoder.problem("'%s' is not an id".formatted(id));
    }

    /// The ids of `added_tokens.json`; what is not special there is looked for in the normalised text.
    private static List<AddedToken> added(
            Path file, Map<String, @Nullable AddedToken> named, Set<AddedToken> extra) throws IOException {
        var special = new HashSet<String>();
        extra.forEach(token -> special.add(token.content()));
        for (String key : KEYS) {
            AddedToken token = named.get(key);
            if (token != null) {
                special.add(token.content());
            }
        }
        var tokens = new ArrayList<AddedToken>();
        JsonSection added = JsonSection.readIfThere(file);
        for (String content : added.names()) {
            boolean isSpecial = special.contains(content);
            int id = added.integer(content);
            if (id < 0) {
                throw added.problem("'%s' has id %d".formatted(Excerpt.of(content), id));
            }
            tokens.add(new AddedToken(id, content, isSpecial, !isSpecial, false, false, false));
        }
        return tokens;
    }

    /// What a token is called.
    ///
    /// @param absent its name where no file says one
    public String name(String key, String absent) {
        AddedToken token = named.get(key);
        return token == null ? absent : token.content();
    }

    /// The same, with the name of each special token that no file says.
    public TokenDeclarations withDefaults(Map<String, String> names) {
        var all = new LinkedHashMap<>(named);
        names.forEach((key, name) -> {
            if (!all.containsKey(key)) {
                all.put(key, AddedToken.special(AddedToken.NO_ID, name));
            }
        });
        return new TokenDeclarations(all, extra, withIds, complete);
    }

    /// Adds all tokens in the reference's order. A special token that neither the vocabulary nor any list has gets
    /// an id only where another token comes behind it: no model has a row for it.
    ///
    /// @param ofJson the added tokens of `tokenizer.json`
    public void addTo(VocabularyExtension vocabulary, List<AddedToken> ofJson) {
        var byId = new TreeMap<Integer, AddedToken>();
        withIds.forEach(token -> byId.put(token.id(), token));
        if (!complete) {
            ofJson.forEach(token -> byId.put(token.id(), token));
        }
        List<AddedToken> inOrder = namedInOrder();
        var special = new HashSet<String>();
        inOrder.forEach(token -> special.add(token.content()));
        for (AddedToken token : byId.values()) {
            if (!vocabulary.has(token)) {
                vocabulary.add(special.contains(token.content()) ? token.asSpecial() : token);
            }
        }
        var waiting = new ArrayList<AddedToken>();
        inOrder.addAll(extra);
        for (AddedToken token : inOrder) {
            if (vocabulary.knows(token.content())) {
                vocabulary.addNew(token);
            } else if (isUsual(token)) {
                waiting.add(token);
            } else {
                waiting.forEach(vocabulary::addNew);
                waiting.clear();
                vocabulary.addNew(token);
            }
        }
    }

    private List<AddedToken> namedInOrder() {
        var tokens = new ArrayList<AddedToken>();
        var keys = new LinkedHashSet<>(KEYS);
        keys.addAll(named.keySet());
        for (String key : keys) {
            AddedToken token = named.get(key);
            if (token != null) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    private boolean isUsual(AddedToken token) {
        return KEYS.stream().skip(2).anyMatch(key -> token.equals(named.get(key)));
    }
}
