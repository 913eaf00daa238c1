package dev.lathe.train.data.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// The object of a JSONL line, or an object inside it: every key in its order, values of those that were asked for.
///
/// @param source the line
/// @param path what stands before a key in messages: empty, or such as `entities[2].`
/// @param values by key
public record JsonRow(SourceLine source, String path, SequencedMap<String, JsonValue> values) implements DataRow {

    @Override
    public boolean has(String column) {
        JsonValue value = values.get(column);
        return value != null && value != JsonValue.Other.NULL;
    }

    @Override
    public String text(String column) {
        return text(column, value(column));
    }

    @Override
    public String name(String column) {
        return name(column, value(column));
    }

    @Override
    public LabelList labels(String column) {
        return labels(column, items(column));
    }

    /// What the items of a list say of labels.
    LabelList labels(String column, List<JsonValue> items) {
        if (!items.isEmpty() && items.stream().allMatch(JsonValue::isOneOrZero)) {
            boolean whole = items.stream().allMatch(JsonValue.Whole.class::isInstance);
            List<String> digits = items.stream().map(item -> item.isOne() ? "1" : "0").toList();
            return new LabelList(digits, whole ? LabelList.Form.ONES_AND_ZEROS : LabelList.Form.DECISIONS);
        }
        List<String> names = new ArrayList<>();
        for (JsonValue item : items) {
            names.add(name(column + "[" + names.size() + "]", item));
        }
        return LabelList.ofNames(names);
    }

    /// A list of strings.
    public List<String> texts(String column) {
        List<String> texts = new ArrayList<>();
        for (JsonValue item : items(column)) {
            texts.add(text(column + "[" + texts.size() + "]", item));
        }
        return texts;
    }

    /// A list of objects.
    public List<JsonRow> rows(String column) {
        List<JsonRow> rows = new ArrayList<>();
        for (JsonValue item : items(column)) {
            String place = column + "[" + rows.size() + "]";
            if (!(item instanceof JsonValue.Fields fields)) {
                throw wrong(place, item, "an object");
            }
            rows.add(new JsonRow(source, path + place + ".", fields.values()));
        }
        return rows;
    }

    @Override
    public Object written(String column) {
        return value(column).written();
    }

    @Override
    public double number(String column) {
        return switch (value(column)) {
            case JsonValue.Whole whole -> Numbers.finite(source, path + column, whole.digits());
            case JsonValue.Real real -> Numbers.finite(source, path + column, real.digits());
            case JsonValue other -> throw wrong(column, other, "a number");
        };
    }

    /// An integer of 0 or more.
    public int index(String column) {
        JsonValue value = value(column);
        if (!(value instanceof JsonValue.Whole whole)) {
            throw wrong(column, value, "an integer");
        }
        boolean fits = whole.digits().length() <= 10 && !whole.digits().startsWith("-")
                && Long.parseLong(whole.digits()) <= Integer.MAX_VALUE;
        if (!fits) {
            throw source.error(QuotedNames.of(path + column) + " is " + QuotedNames.of(whole.digits()) + ", not in 0.." + Integer.MAX_VALUE);
        }
        return Integer.parseInt(whole.digits());
    }

    /// True or false.
    public boolean truth(String column) {
        return switch (value(column)) {
            case JsonValue.Other.TRUE -> true;
            case JsonValue.Other.FALSE -> false;
            case JsonValue other -> throw wrong(column, other, "true or false");
        };
    }

    private List<JsonValue> items(String column) {
        JsonValue value = value(column);
        if (!(value instanceof JsonValue.Items items)) {
            throw wrong(column, value, "a list");
        }
        return items.values();
    }

    private JsonValue value(String column) {
        JsonValue value = values.get(column);
        if (value == null) {
            throw source.error("no " + QuotedNames.of(path + column) + "; the keys are " + QuotedNames.of(values.keySet()));
        }
        if (value == JsonValue.Other.NULL) {
            throw source.error(QuotedNames.of(path + column) + " is null");
        }
        return value;
    }

    private String text(String column, JsonValue value) {
        if (!(value instanceof JsonValue.Text text)) {
            throw wrong(column, value, "a string");
        }
        return whole(column, text.value());
    }

    private String name(String column, JsonValue value) {
        if (value instanceof JsonValue.Whole whole) {
            return whole.digits();
        }
        if (!(value instanceof JsonValue.Text text)) {
            throw wrong(column, value, "a string or an integer");
        }
        return whole(column, text.value());
    }

    /// Refuses what no file can hold: JSON's `\ud83d` without the `\ude00` that makes a character of it.
    private String whole(String column, String text) {
        OptionalInt half = text.codePoints().filter(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE).findFirst();
        if (half.isPresent()) {
            throw source.error("%s holds half a surrogate pair, \\u%04x; it stands for no character".formatted(
                    QuotedNames.of(path + column), half.getAsInt()));
        }
        return text;
    }

    private DataException wrong(String column, JsonValue value, String wanted) {
        return source.error(QuotedNames.of(path + column) + " is " + value.article() + ", not " + wanted);
    }
}
