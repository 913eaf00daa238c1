package dev.lathe.train.data.text;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.QuotedNames;
import dev.lathe.train.data.rows.SourceLine;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One text, or pair of texts, that may have several labels.
///
/// @param source where it was read
/// @param text the text, exactly as in the file
/// @param textPair the second text, `null` where there is none
/// @param labels the labels' names, none twice; may be empty
/// @param decisions how many labels the row decides about if it has a one or zero for each, whose names then are their places from
/// 0; 0 if it names its labels
public record MultiLabelExample(
        SourceLine source, String text, @Nullable String textPair, List<String> labels, int decisions)
        implements Example {

    /// A text whose labels are named.
    ///
    /// @param source where it was read
    /// @param textPair the second text, `null` where there is none
    /// @param labels the labels' names, none twice; may be empty
    /// @throws DataException if a label is blank or stands twice
    public MultiLabelExample(SourceLine source, String text, @Nullable String textPair, List<String> labels) {
        this(source, text, textPair, labels, 0);
    }

    /// @throws DataException if the text is `null`, or a label is blank or stands twice
    public MultiLabelExample {
        source.require("text", text);
        labels = source.requireAll("labels", labels);
        if (labels.stream().anyMatch(String::isBlank)) {
            throw source.error("a label is blank");
        }
        if (new HashSet<>(labels).size() < labels.size()) {
            throw source.error("a label stands twice: " + QuotedNames.of(labels));
        }
    }

    @Override
    public Optional<Object> gold() {
        return Optional.of(labels);
    }

    @Override
    public List<String> content() {
        return Stream.of(List.of(Integer.toString(texts().size()), Integer.toString(decisions)), texts(), labels)
                .flatMap(List::stream).toList();
    }

    @Override
    public List<String> texts() {
        return textPair == null ? List.of(text) : List.of(text, textPair);
    }

    @Override
    public List<String> classes() {
        return labels;
    }
}
