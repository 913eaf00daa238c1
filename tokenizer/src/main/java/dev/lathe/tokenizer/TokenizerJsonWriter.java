package dev.lathe.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
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
        JsonFile.write(file, json -> new TokenizerJsonWriter(json, tokenizer).sections());
    }

    private void sections() throws IOException {
        json.writeStringField("version", "1.0");
        json.writeNullField("truncation");
        json.writeNullField("padding");
        addedTokens();
        JsonFile.object(json, "normalizer", at -> normalizer());
        JsonFile.object(json, "pre_tokenizer", at -> json.writeStringField("type", "BertPreTokenizer"));
        JsonFile.object(json, "post_processor", at -> template());
        if (tokenizer.decoding() == DecodingForm.SPACED) {
            json.writeNullField("decoder");
        } else {
            JsonFile.object(json, "decoder", at -> decoder());
        }
        JsonFile.object(json, "model", at -> model());
    }

    private void addedTokens() throws IOException {
        json.writeArrayFieldStart("added_tokens");
        for (AddedToken token : tokenizer.addedTokens()) {
            json.writeStartObject();
            json.writeNumberField("id", token.id());
            token.write(json);
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

    private void template() throws IOException {
        json.writeStringField("type", "TemplateProcessing");
        json.writeArrayFieldStart("single");
        textInTemplate("A", 0);
        json.writeEndArray();
        json.writeArrayFieldStart("pair");
        textInTemplate("A", 0);
        textInTemplate("B", 1);
        json.writeEndArray();
        JsonFile.object(json, "special_tokens", at -> {
            for (String token : List.of(special.cls(), special.sep()).stream().distinct().toList()) {
                JsonFile.object(json, token, inside -> specialToken(token));
            }
        });
    }

    private void textInTemplate(String text, int type) throws IOException {
        if (type == 0) {
            pieceInTemplate("SpecialToken", special.cls(), type);
        }
        pieceInTemplate("Sequence", text, type);
        pieceInTemplate("SpecialToken", special.sep(), type);
    }

    private void pieceInTemplate(String kind, String id, int type) throws IOException {
        json.writeStartObject();
        JsonFile.object(json, kind, at -> {
            json.writeStringField("id", id);
            json.writeNumberField("type_id", type);
        });
        json.writeEndObject();
    }

    private void specialToken(String token) throws IOException {
        json.writeStringField("id", token);
        json.writeArrayFieldStart("ids");
        json.writeNumber(tokenizer.vocabulary().id(token).orElseThrow());
        json.writeEndArray();
        json.writeArrayFieldStart("tokens");
        json.writeString(token);
        json.writeEndArray();
    }

    private void decoder() throws IOException {
        json.writeStringField("type", "WordPiece");
        json.writeStringField("prefix", Vocabulary.CONTINUATION);
        json.writeBooleanField("cleanup", tokenizer.decoding() == DecodingForm.CLEANED_UP);
    }

    private void model() throws IOException {
        json.writeStringField("type", "WordPiece");
        json.writeStringField("unk_token", special.unk());
        json.writeStringField("continuing_subword_prefix", Vocabulary.CONTINUATION);
        json.writeNumberField("max_input_chars_per_word", tokenizer.options().maxInputCharsPerWord());
        JsonFile.object(json, "vocab", at -> {
            List<String> lines = tokenizer.vocabulary().lines();
            for (int id = 0; id < lines.size(); id++) {
                if (tokenizer.vocabulary().isPiece(lines.get(id), id)) {
                    json.writeNumberField(lines.get(id), id);
                }
            }
        });
    }
}
