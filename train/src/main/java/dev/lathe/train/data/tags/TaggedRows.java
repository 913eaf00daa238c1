package dev.lathe.train.data.tags;

import dev.lathe.train.data.rows.JsonRow;
import dev.lathe.train.data.rows.JsonRows;
import dev.lathe.train.data.rows.QuotedNames;
import dev.lathe.train.data.rows.RowColumns;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads tagged sentences from JSONL: objects with `tokens` and `tags`, or with `text` and `entities`.
public final class TaggedRows {

    private static final RowColumns COLUMNS = new RowColumns(List.of(), List.of("tokens", "tags", "text", "entities"));

    private TaggedRows() {
    }

    /// All sentences of the file, in its order.
    static List<TaggedSentence> read(Path file, StrictUtf8Reader in) throws IOException {
        return JsonRows.read(file, in, COLUMNS, TaggedRows::sentence);
    }

    private static TaggedSentence sentence(JsonRow row) {
        boolean byText = row.has("text") && row.has("entities");
        if (byText && row.has("tokens")) {
            throw row.source().error("both 'tokens' and 'text' with 'entities'; one of them says it all");
        }
        if (!byText) {
            return new TaggedSentence(row.source(), false, row.texts("tokens"), row.texts("tags"));
        }
        String text = row.text("text");
        List<Entity> entities = new ArrayList<>();
        for (JsonRow entity : row.rows("entities")) {
            entities.add(entity(entity, text));
        }
        entities.sort(Comparator.comparingInt(Entity::start));
        for (int i = 1; i < entities.size(); i++) {
            if (entities.get(i).start() < entities.get(i - 1).end()) {
                throw row.source().error("entities " + entities.get(i - 1) + " and " + entities.get(i) + " overlap");
            }
        }
        return tagged(row.source(), text, entities);
    }

    private static Entity entity(JsonRow row, String text) {
        Entity entity = new Entity(row.name("type"), row.index("start"), row.index("end"));
        if (entity.type().isBlank()) {
            throw row.source().error("the type of entity " + entity + " is blank");
        }
        if (entity.start() >= entity.end() || entity.end() > text.length()) {
            throw row.source().error("entity " + entity + " is no part of a text of " + text.length() + " UTF-16 units");
        }
        if (splitsCharacter(text, entity.start()) || splitsCharacter(text, entity.end())) {
            throw row.source().error("entity " + entity + " begins or ends inside a character of two UTF-16 units");
        }
        String inside = text.substring(entity.start(), entity.end());
        if (inside.isBlank()) {
            throw row.source().error("entity " + entity + " is blank");
        }
        if (row.has("text") && !row.text("text").equals(inside)) {
            throw row.source().error("entity " + entity + " should be " + QuotedNames.of(row.text("text")) + ", but the text has "
                    + QuotedNames.of(inside) + " there; offsets count UTF-16 units");
        }
        return entity;
    }

    private static boolean splitsCharacter(String text, int offset) {
        return offset > 0 && offset < text.length() && Character.isLowSurrogate(text.charAt(offset))
                && Character.isHighSurrogate(text.charAt(offset - 1));
    }

    private static TaggedSentence tagged(SourceLine source, String text, List<Entity> entities) {
        List<String> tokens = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        int done = 0;
        for (Entity entity : entities) {
            addWords(text.substring(done, entity.start()), "O", "O", tokens, tags);
            addWords(text.substring(entity.start(), entity.end()), "B-" + entity.type(), "I-" + entity.type(), tokens, tags);
            done = entity.end();
        }
        addWords(text.substring(done), "O", "O", tokens, tags);
        if (tokens.isEmpty()) {
            throw source.error("the text is blank");
        }
        return new TaggedSentence(source, false, tokens, tags);
    }

    private static void addWords(String part, String first, String others, List<String> tokens, List<String> tags) {
        List<String> words = TextWords.of(part);
        for (int i = 0; i < words.size(); i++) {
            tokens.add(words.get(i));
            tags.add(i == 0 ? first : others);
        }
    }

    private record Entity(String type, int start, int end) {
        @Override
        public String toString() {
            return QuotedNames.of(type) + " " + start + ".." + end;
        }
    }
}
