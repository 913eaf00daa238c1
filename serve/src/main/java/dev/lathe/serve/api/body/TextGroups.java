package dev.lathe.serve.api.body;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.model.LabelModel;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Whose texts are asked about, for models that decide by that: the field `group`, one for all texts or a list.
public final class TextGroups {
    private static final String GROUP = "group";

    private TextGroups() {}

    /// A group for each text; none at all for models that do not decide by it.
    ///
    /// @throws HttpProblem if they are missing, too few or too many
    public static List<String> of(Fields fields, LabelModel model, int texts) {
        Optional<String> column = model.groupColumn();
        if (column.isEmpty()) {
            return List.of();
        }
        if (!fields.has(GROUP)) {
            throw HttpProblem.invalid("group: missing; model '%s' decides by '%s'".formatted(model.facts().name(), column.get()));
        }
        Object given = fields.required(GROUP);
        if (given instanceof String one) {
            return Collections.nCopies(texts, one);
        }
        List<?> list = Fields.list(GROUP, given);
        if (list.size() != texts) {
            throw HttpProblem.invalid("group: %d groups for %d texts".formatted(list.size(), texts));
        }
        return IntStream.range(0, texts).mapToObj(i -> Fields.asText("group[%d]".formatted(i), list.get(i))).toList();
    }

    /// The label of each text by its group.
    ///
    /// @param groups as [#of] gives them
    /// @throws HttpProblem if the model knows one of them not
    public static List<Prediction> settled(LabelModel model, List<String> groups, List<Prediction> plain) {
        if (groups.isEmpty()) {
            return plain;
        }
        try {
            return IntStream.range(0, plain.size()).mapToObj(i -> model.settled(plain.get(i), groups.get(i))).toList();
        } catch (IllegalArgumentException e) {
            throw HttpProblem.invalid(String.valueOf(e.getMessage()));
        }
    }
}
