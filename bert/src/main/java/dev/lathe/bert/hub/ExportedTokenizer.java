package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of a `tokenizer.json` from which the other files of a tokenizer can be written.
final class ExportedTokenizer {
    private static final long MAX_BYTES = 1 << 26;
    private static final String PAD = "[PAD]";

    private final JsonObject model;
    private final JsonObject normalizer;
    private final List<String> vocabulary;

    private ExportedTokenizer(JsonObject model, JsonObject normalizer, List<String> vocabulary) {
        this.model = model;
        this.normalizer = normalizer;
        this.vocabulary = vocabulary;
    }

    /// @throws CheckpointException when the file is broken, no WordPiece tokenizer, or its ids have holes
    static ExportedTokenizer read(Path path) throws IOException {
        JsonObject json = JsonObject.read(path, MAX_BYTES);
        JsonObject model = json.requiredObject("model");
        // Older files name no type; the tokenizer tells by the fields what such a model is.
        if (model.text("type").isPresent()) {
            model = typed(json, "model", "WordPiece");
        }
        JsonObject normalizer = typed(json, "normalizer", "BertNormalizer");
        return new ExportedTokenizer(model, normalizer, vocabulary(json, model));
    }

    private static JsonObject typed(JsonObject json, String key, String type) throws CheckpointException {
        JsonObject part = json.requiredObject(key);
        String found = part.text("type").orElse("");
        if (!found.equals(type)) {
            throw part.problem("type", "'" + found + "': only " + type + " is known");
        }
        return part;
    }

    private static List<String> vocabulary(JsonObject json, JsonObject model) throws CheckpointException {
        JsonObject vocabulary = model.requiredObject("vocab");
        List<JsonObject> added = json.objects("added_tokens");
        var byId = new @Nullable String[vocabulary.keys().size() + added.size()];
        for (String token : vocabulary.keys()) {
            place(byId, token, vocabulary.requiredInteger(token), vocabulary);
        }
        for (JsonObject token : added) {
            String content = token.text("content").orElseThrow(() -> token.problem("content", "is not there"));
            place(byId, content, token.requiredInteger("id"), token);
        }
        // Added tokens are mostly in the vocabulary already: the used ids must fill the front of the array.
        var tokens = new ArrayList<String>();
        for (int id = 0; id < byId.length; id++) {
            String token = byId[id];
            if (token != null) {
                if (tokens.size() < id) {
                    throw model.problem("vocab", "no token has id " + tokens.size());
                }
                tokens.add(token);
            }
        }
        return List.copyOf(tokens);
    }

    private static void place(@Nullable String[] byId, String token, int id, JsonObject from)
            throws CheckpointException {
        if (id < 0 || id >= byId.length) {
            throw from.problem(token, "id " + id + ": ids of " + byId.length + " tokens leave holes");
        }
        String there = byId[id];
        if (there != null && !there.equals(token)) {
            throw from.problem(token, "id " + id + " belongs to '" + there + "'");
        }
        if (token.indexOf('\n') >= 0 || token.indexOf('\r') >= 0) {
            throw from.problem(token, "a token with a line break can't go into vocab.txt");
        }
        byId[id] = token;
    }

    String file() {
        return model.file();
    }

    /// Every token, its place being its id.
    List<String> vocabulary() {
        return vocabulary;
    }

    /// The id of the padding token, 0 when there is none.
    int padTokenId() {
        return Math.max(0, vocabulary.indexOf(PAD));
    }

    /// Writes `vocab.txt`: a token a line, in order of ids.
    void writeVocabulary(Path path) throws IOException {
        NamedWriting.of(path, () -> Files.writeString(path, String.join("\n", vocabulary) + "\n"));
    }

    /// Writes `tokenizer_config.json`, from which Python chooses the tokenizer's class.
    ///
    /// @param maxLength longest sequence the model takes
    void writeConfig(Path path, int maxLength) throws IOException {
        Optional<Boolean> stripAccents = normalizer.truth("strip_accents");
        boolean lowercase = normalizer.truth("lowercase").orElse(true);
        boolean chineseChars = normalizer.truth("handle_chinese_chars").orElse(true);
        String unknown = model.text("unk_token").orElse("[UNK]");
        JsonFile.write(path, json -> {
            json.writeStartObject();
            json.writeStringField("cls_token", "[CLS]");
            json.writeBooleanField("do_lower_case", lowercase);
            json.writeStringField("mask_token", "[MASK]");
            json.writeNumberField("model_max_length", maxLength);
            json.writeStringField("pad_token", PAD);
            json.writeStringField("sep_token", "[SEP]");
            if (stripAccents.isPresent()) {
                json.writeBooleanField("strip_accents", stripAccents.get());
            } else {
                json.writeNullField("strip_accents");
            }
            json.writeBooleanField("tokenize_chinese_chars", chineseChars);
            json.writeStringField("tokenizer_class", "BertTokenizer");
            json.writeStringField("unk_token", unknown);
            json.writeEndObject();
        });
    }
}
