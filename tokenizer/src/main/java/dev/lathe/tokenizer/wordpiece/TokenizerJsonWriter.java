package dev.lathe.tokenizer.wordpiece;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.SpecialTokenTemplate;
import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.file.AddedTokenSection;
import dev.lathe.tokenizer.file.NamedFile;
import dev.lathe.tokenizer.file.TemplateSection;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes `tokenizer.json` as Hugging Face's library does, section by section.
final class TokenizerJsonWriter {
    private final JsonGenerator json;
    private final TokenizerParts tokenizer;
    private final SpecialTokens special;

    private TokenizerJsonWriter(JsonGenerator json, TokenizerParts tokenizer) {
        this.json = json;
        this.tokenizer = tokenizer;
        special = tokenizer.options().specialTokens();
    }

    static void write(Path file, TokenizerParts tokenizer) throws IOException {
        NamedFile.write(file, JsonWriter.object(
                JsonLayout.SPACED_FIELDS, json -> new TokenizerJsonWriter(json, tokenizer).sections()));
    }

    private void sections() throws IOException {
        json.writeStringField("version", "1.0");
        json.writeNullField("truncation");
        json.writeNullField("padding");
        addedTokens();
        JsonWriter.object(json, "normalizer", at -> normalizer());
        JsonWriter.object(json, "pre_tokenizer", at -> json.writeStringField("type", "BertPreTokenizer"));
        JsonWriter.object(json, "post_processor", at -> TemplateSection.write(
                SpecialTokenTemplate.bert(special.cls(), special.sep()), tokenizer.vocabulary(), at));
        if (tokenizer.decoding() == DecodingForm.SPACED) {
            json.writeNullField("decoder");
        } else {
            JsonWriter.object(json, "decoder", at -> decoder());
        }
        JsonWriter.object(json, "model", at -> model());
    }

    private void addedTokens() throws IOException {
        json.writeArrayFieldStart("added_tokens");
        for (AddedToken token : tokenizer.addedTokens()) {
            json.writeStartObject();
            json.writeNumberField("id", token.id());
            AddedTokenSection.write(token, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void normalizer() throws IOException {
        TokenizerOptions options = tokenizer.options();
        json.writeStringField("type", "BertNormalizer");
        json.writeBooleanField("clean_text", options.cleanText());
        json.writeBooleanField("handle_chinese_chars", options.tokenizeChineseChars());
        json.writeBooleanField("strip_accents", options.stripAccents());
        json.writeBooleanField("lowercase", options.lowercase());
    }

    private void decoder() throws IOException {
        json.writeStringField("type", "WordPiece");
        json.writeStringField("prefix", PieceMatcher.CONTINUATION);
        json.writeBooleanField("cleanup", tokenizer.decoding() == DecodingForm.CLEANED_UP);
    }

    private void model() throws IOException {
        json.writeStringField("type", "WordPiece");
        json.writeStringField("unk_token", special.unk());
        json.writeStringField("continuing_subword_prefix", PieceMatcher.CONTINUATION);
        json.writeNumberField("max_input_chars_per_word", tokenizer.options().maxInputCharsPerWord());
        JsonWriter.object(json, "vocab", at -> {
            List<String> lines = tokenizer.vocabulary().lines();
            for (int id = 0; id < lines.size(); id++) {
                if (tokenizer.vocabulary().isPiece(lines.get(id), id)) {
                    json.writeNumberField(lines.get(id), id);
                }
            }
        });
    }
}
