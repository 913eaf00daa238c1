package dev.lathe.train.data.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A list in one field of CSV or TSV, as JSON writes it, Python's `str`, also of a tuple or a set, or NumPy's with blanks between
/// numbers: `["x","y"]`, `['x', "y's"]`, `('x',)`, `{'x', 'y'}`, `[1 0 1]`, `[]`, `()`, `set()`.
final class ListCell {

    private static final Pattern ITEM = Pattern.compile("\\s*(?:\"(?<json>(?:[^\"\\\\]|\\\\.)*+)\"|'(?<python>(?:[^'\\\\]|\\\\.)*+)'"
            + "|(?<number>[-+]?[0-9]++(?<point>\\.[0-9]*+)?+)|(?<word>[Tt]rue|[Ff]alse|None|null))\\s*", Pattern.DOTALL);
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)", Pattern.DOTALL);

    private static final Pattern OTHERS = Pattern.compile("\\((.*[^,])?,?\\)|\\{(.+)\\}", Pattern.DOTALL);
    private static final String EMPTY_SET = "set()";

    private ListCell() {
    }

    /// The items of a field that is a list; empty if it is none, such as `[urgent]`, which is a name.
    ///
    /// @throws DataException if it is in brackets and has quotes or commas, but is no list
    static Optional<List<JsonValue>> items(SourceLine source, String column, String field) {
        if (!field.startsWith("[") || !field.endsWith("]") || field.length() < 2) {
            return field.equals(EMPTY_SET) ? Optional.of(List.of()) : tupleOrSet(field);
        }
        String inside = field.substring(1, field.length() - 1);
        List<JsonValue> items = items(inside);
        if (items == null && inside.chars().anyMatch(c -> c == ',' || c == '"' || c == '\'')) {
            throw source.error(QuotedNames.of(column) + " is " + QuotedNames.of(field) + ", no list of JSON or Python");
        }
        return Optional.ofNullable(items);
    }

    /// What is in round or curly brackets is a name, unless all in it are quoted.
    private static Optional<List<JsonValue>> tupleOrSet(String field) {
        Matcher brackets = OTHERS.matcher(field);
        if (!brackets.matches()) {
            return Optional.empty();
        }
        String inside = brackets.group(2) == null ? Optional.ofNullable(brackets.group(1)).orElse("") : brackets.group(2);
        return Optional.ofNullable(items(inside)).filter(items -> items.stream().allMatch(JsonValue.Text.class::isInstance));
    }

    private static @Nullable List<JsonValue> items(String inside) {
        List<JsonValue> items = new ArrayList<>();
        if (inside.isBlank()) {
            return items;
        }
        Matcher item = ITEM.matcher(inside);
        int end = 0;
        boolean afterNumber = false;
        while (item.find(end) && item.start() == end) {
            boolean number = item.group("number") != null;
            boolean begins = items.isEmpty() || inside.charAt(end - 1) == ',';
            if (!begins && !(number && afterNumber)) {
                return null;
            }
            items.add(value(item));
            afterNumber = number;
            end = item.end();
            if (end == inside.length()) {
                return items;
            }
            if (inside.charAt(end) == ',') {
                end++;
            }
        }
        return null;
    }

    private static JsonValue value(Matcher item) {
        if (item.group("number") != null) {
            String digits = item.group("number");
            return item.group("point") == null ? new JsonValue.Whole(digits) : new JsonValue.Real(digits);
        }
        if (item.group("word") != null) {
            return switch (item.group("word").charAt(0)) {
                case 'T', 't' -> JsonValue.Other.TRUE;
                case 'F', 'f' -> JsonValue.Other.FALSE;
                default -> JsonValue.Other.NULL;
            };
        }
        String text = item.group("json") != null ? item.group("json") : item.group("python");
        return new JsonValue.Text(ESCAPE.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group().substring(1)))));
    }

    /// What stands for an escape, given without its backslash.
    private static String unescaped(String escape) {
        return switch (escape.charAt(0)) {
            case 'u', 'x' -> escape.length() == 1
                    ? "\\" + escape : String.valueOf((char) Integer.parseInt(escape, 1, escape.length(), 16));
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case '\\', '"', '\'', '/' -> escape;
            // As Python does with an escape that it does not know.
            default -> "\\" + escape;
        };
    }
}
