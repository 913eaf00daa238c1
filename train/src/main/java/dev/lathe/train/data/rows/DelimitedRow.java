package dev.lathe.train.data.rows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A row of a CSV or TSV file.
///
/// @param source its first line
/// @param indices where the columns are that were asked for and exist
/// @param separator what parts the names of a list
/// @param fields the fields, as many as the header has
record DelimitedRow(SourceLine source, Map<String, Integer> indices, char separator, List<String> fields) implements DataRow {

    @Override
    public boolean has(String column) {
        return indices.containsKey(column);
    }

    @Override
    public String text(String column) {
        Integer index = indices.get(column);
        if (index == null) {
            throw source.error("no column " + QuotedNames.of(column));
        }
        return fields.get(index);
    }

    @Override
    public String name(String column) {
        return text(column);
    }

    @Override
    public LabelList labels(String column) {
        String field = text(column).strip();
        Optional<List<JsonValue>> items = ListCell.items(source, column, field);
        if (items.isPresent()) {
            return new JsonRow(source, "", new LinkedHashMap<>()).labels(column, items.get());
        }
        return LabelList.ofNames(field.isEmpty()
                ? List.of()
                : Arrays.stream(field.split(Pattern.quote(String.valueOf(separator)), -1)).map(String::strip).toList());
    }

    @Override
    public Object written(String column) {
        return text(column);
    }

    @Override
    public double number(String column) {
        return Numbers.finite(source, column, text(column).strip());
    }
}
