package dev.lathe.tokenizer.file;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.json.JsonWriter;
import dev.lathe.tokenizer.SpecialTokenTemplate.Piece;
import dev.lathe.tokenizer.SpecialTokenTemplate.Special;
import dev.lathe.tokenizer.SpecialTokenTemplate.Text;
import dev.lathe.tokenizer.SpecialTokenTemplate;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// The section `post_processor` of a `tokenizer.json`: what goes around the texts.
///
/// @param section where it stands
/// @param single  what goes around one text
/// @param pair    what goes around two
public record TemplateSection(JsonSection section, List<Piece> single, List<Piece> pair) {
    private static final String FIRST = "A";
    private static final String SECOND = "B";

    /// Of type `BertProcessing` or `TemplateProcessing`.
    ///
    /// @throws TokenizerException if the section is broken
    public static TemplateSection read(JsonSection section) {
        if (section.string("type").equals("BertProcessing")) {
            var template = SpecialTokenTemplate.bert(first(section, "cls"), first(section, "sep"));
            return new TemplateSection(section, template.single(), template.pair());
        }
        return new TemplateSection(section, pieces(section, "single"), pieces(section, "pair"));
    }

    /// The template.
    ///
    /// @throws TokenizerException if a text is missing from it, or is there twice
    public SpecialTokenTemplate template() {
        try {
            return new SpecialTokenTemplate(single, pair);
        } catch (IllegalArgumentException e) {
            throw section.problem(e.getMessage());
        }
    }

    private static List<Piece> pieces(JsonSection section, String name) {
        return section.sections(name).stream().map(TemplateSection::piece).toList();
    }

    private static Piece piece(JsonSection piece) {
        boolean isText = piece.has("Sequence");
        JsonSection inside = piece.section(isText ? "Sequence" : "SpecialToken");
        String id = inside.string("id");
        int type = inside.integer("type_id");
        if (!isText) {
            return new Special(id, type);
        }
        return switch (id) {
            case FIRST -> new Text(0, type);
            case SECOND -> new Text(1, type);
            default -> throw inside.problem("'id' is neither 'A' nor 'B'");
        };
    }

    private static String first(JsonSection section, String name) {
        List<?> pair = section.list(name);
        if (!pair.isEmpty() && pair.getFirst() instanceof String token) {
            return token;
        }
        throw section.problem("'%s' is not a token and its id".formatted(name));
    }

    /// Writes the fields of the section.
    ///
    /// @param vocabulary with every token of the template
    public static void write(SpecialTokenTemplate template, Vocabulary vocabulary, JsonGenerator json)
            throws IOException {
        json.writeStringField("type", "TemplateProcessing");
        writePieces("single", template.single(), json);
        writePieces("pair", template.pair(), json);
        List<String> tokens = Stream.concat(template.single().stream(), template.pair().stream())
                .filter(Special.class::isInstance).map(piece -> ((Special) piece).token()).distinct().toList();
        JsonWriter.object(json, "special_tokens", at -> {
            for (String token : tokens) {
                JsonWriter.object(at, token, inside -> writeToken(token, vocabulary, inside));
            }
        });
    }

    private static void writePieces(String name, List<Piece> pieces, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (Piece piece : pieces) {
            json.writeStartObject();
            switch (piece) {
                case Special(String token, int type) -> writePiece("SpecialToken", token, type, json);
                case Text(int sequence, int type) -> writePiece("Sequence", sequence == 0 ? FIRST : SECOND, type, json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePiece(String kind, String id, int type, JsonGenerator json) throws IOException {
        JsonWriter.object(json, kind, at -> {
            at.writeStringField("id", id);
            at.writeNumberField("type_id", type);
        });
    }

    private static void writeToken(String token, Vocabulary vocabulary, JsonGenerator json) throws IOException {
        json.writeStringField("id", token);
        json.writeArrayFieldStart("ids");
        json.writeNumber(vocabulary.id(token).orElseThrow());
        json.writeEndArray();
        json.writeArrayFieldStart("tokens");
        json.writeString(token);
        json.writeEndArray();
    }
}
