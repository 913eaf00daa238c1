package dev.lathe.train.data.question;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.train.data.rows.JsonRow;
import dev.lathe.train.data.rows.JsonRows;
import dev.lathe.train.data.rows.JsonValue;
import dev.lathe.train.data.rows.QuotedNames;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// Walks through a SQuAD file, one paragraph at a time: `data` holds articles, an article `paragraphs`, a paragraph `context`
/// and `qas`, in either order. Other keys may hold anything.
public final class SquadReader {

    private final Path file;
    private final StrictUtf8Reader in;
    private final boolean answered;
    private final Set<String> ids = new HashSet<>();
    private final List<QuestionExample> questions = new ArrayList<>();

    /// @param answered whether answers are read
    SquadReader(Path file, StrictUtf8Reader in, boolean answered) {
        this.file = file;
        this.in = in;
        this.answered = answered;
    }

    List<QuestionExample> questions() throws IOException {
        try (JsonParser json = JsonRows.READER.parser(in)) {
            try {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    throw here(json).error("a JSON object with 'data' is wanted");
                }
                boolean found = false;
                for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                    found |= list(json, key, "data", this::article);
                }
                if (!found) {
                    throw here(json).error("no 'data'; is this a file of SQuAD?");
                }
                if (json.nextToken() != null) {
                    throw here(json).error("something follows the JSON object");
                }
            } catch (JacksonException e) {
                throw JsonRows.broken(here(json), e, "the file");
            }
        }
        return questions;
    }

    private void article(JsonParser json) throws IOException {
        boolean found = false;
        SourceLine source = here(json);
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            found |= list(json, key, "paragraphs", this::paragraph);
        }
        if (!found) {
            throw source.error("an article without 'paragraphs'");
        }
    }

    private void paragraph(JsonParser json) throws IOException {
        SourceLine source = here(json);
        // A whole file often is one line: what is bounded is the length of a paragraph.
        in.startRow(source.line());
        List<JsonRow> asked = new ArrayList<>();
        SequencedMap<String, JsonValue> values = new LinkedHashMap<>();
        boolean found = false;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            if (key.equals("context")) {
                json.nextToken();
                values.put(key, JsonValue.read(json));
            } else {
                found |= list(json, key, "qas", question -> asked.add(row(question)));
            }
        }
        if (!found) {
            throw source.error("a paragraph without 'qas'");
        }
        String context = new JsonRow(source, "", values).text("context");
        asked.forEach(row -> questions.add(example(row, context)));
    }

    private JsonRow row(JsonParser json) throws IOException {
        SourceLine source = here(json);
        return new JsonRow(source, "", ((JsonValue.Fields) JsonValue.read(json)).values());
    }

    private QuestionExample example(JsonRow row, String context) {
        String id = row.name("id");
        if (!ids.add(id)) {
            throw row.source().error("two questions are named " + QuotedNames.of(id));
        }
        List<GoldAnswer> answers = answered ? SquadAnswers.of(row, id, context) : List.of();
        return new QuestionExample(row.source(), id, row.text("question"), context, answers);
    }

    /// Goes through the objects of a list, if the key is the one wanted; skips the value else.
    private boolean list(JsonParser json, String key, String wanted, Item item) throws IOException {
        JsonToken token = json.nextToken();
        if (!key.equals(wanted)) {
            json.skipChildren();
            return false;
        }
        if (token != JsonToken.START_ARRAY) {
            throw here(json).error(QuotedNames.of(key) + " is " + JsonValue.read(json).article() + ", not a list");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw here(json).error(QuotedNames.of(key) + " holds " + JsonValue.read(json).article() + ", not an object");
            }
            item.read(json);
        }
        return true;
    }

    private SourceLine here(JsonParser json) {
        return new SourceLine(file, json.currentTokenLocation().getLineNr());
    }

    @FunctionalInterface
    private interface Item {
        void read(JsonParser json) throws IOException;
    }
}
