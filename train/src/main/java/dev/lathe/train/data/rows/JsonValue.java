package dev.lathe.train.data.rows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// A value of a JSONL row that somebody asked for. Rows are bounded in length and depth, hence so is this.
public sealed interface JsonValue {

    /// What messages call it.
    String article();

    /// What stands there: a text, a number, or a list of those; of an object its keys.
    default Object written() {
        return switch (this) {
            case Text text -> text.value();
            case Whole whole -> new BigDecimal(whole.digits());
            case Real real -> new BigDecimal(real.digits());
            case NotFinite number -> number.word();
            case Items items -> items.values().stream().map(JsonValue::written).toList();
            case Fields fields -> List.copyOf(fields.values().keySet());
            case Other other -> other.name().toLowerCase(Locale.ROOT);
        };
    }

    /// Whether it is the number 1, or true.
    default boolean isOne() {
        return switch (this) {
            case Whole whole -> whole.digits().equals("1");
            case Real real -> Double.parseDouble(real.digits()) == 1;
            case Other other -> other == Other.TRUE;
            case Text _, NotFinite _, Items _, Fields _ -> false;
        };
    }

    /// Whether it is the number 1 or 0, or true or false.
    default boolean isOneOrZero() {
        return isOne() || switch (this) {
            case Whole whole -> whole.digits().equals("0");
            case Real real -> Double.parseDouble(real.digits()) == 0;
            case Other other -> other == Other.FALSE;
            case Text _, NotFinite _, Items _, Fields _ -> false;
        };
    }

    record Text(String value) implements JsonValue {
        @Override
        public String article() {
            return "a string";
        }
    }

    record Whole(String digits) implements JsonValue {
        @Override
        public String article() {
            return "an integer";
        }
    }

    record Real(String digits) implements JsonValue {
        @Override
        public String article() {
            return "a real number";
        }
    }

    /// `NaN` or an infinity, which JSON does not know but Python writes.
    record NotFinite(String word) implements JsonValue {
        @Override
        public String article() {
            return word;
        }
    }

    record Items(List<JsonValue> values) implements JsonValue {
        @Override
        public String article() {
            return "a list";
        }
    }

    record Fields(SequencedMap<String, JsonValue> values) implements JsonValue {
        @Override
        public String article() {
            return "an object";
        }
    }

    enum Other implements JsonValue {
        TRUE, FALSE, NULL;

        @Override
        public String article() {
            return this == NULL ? "null" : "a boolean";
        }
    }

    /// Reads the value that begins at the current token, to its end.
    static JsonValue read(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> new Text(json.getText());
            case VALUE_NUMBER_INT -> new Whole(json.getText());
            case VALUE_NUMBER_FLOAT -> {
                String number = json.getText();
                yield number.contains("N") || number.contains("I") ? new NotFinite(number) : new Real(number);
            }
            case VALUE_TRUE -> Other.TRUE;
            case VALUE_FALSE -> Other.FALSE;
            case VALUE_NULL -> Other.NULL;
            case START_ARRAY -> {
                List<JsonValue> values = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    values.add(read(json));
                }
                yield new Items(values);
            }
            case START_OBJECT -> {
                SequencedMap<String, JsonValue> values = new LinkedHashMap<>();
                for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                    json.nextToken();
                    values.put(key, read(json));
                }
                yield new Fields(values);
            }
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException(json.currentToken() + " begins no JSON value");
        };
    }
}
