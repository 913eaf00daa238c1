package dev.lathe.train.evaluate.group;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.Optional;

/// How good a classifier is that was corrected, how it does in each group, and where the same answers without the correction are known,
/// what that costs and gains.
///
/// @param classes of the classes
/// @param groups of the groups
/// @param without the correction
public record CorrectedReport(Report classes, GroupReport groups, Optional<GroupReport> without) implements Report {
    private static final String NAME = "the same model without thresholds by group";

    @Override
    public String toText() {
        return classes.toText() + "\n" + groups.toText() + without.map(other -> "\n" + groups.toText(other, NAME)).orElse("");
    }

    @Override
    public String confusions() {
        return classes.confusions();
    }

    /// Writes the fields of the classes' report, `fairness`, and `fairness_without_thresholds` where there are some.
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        classes.writeFields(json);
        groups.writeFields(json);
        if (without.isPresent()) {
            without.get().write("fairness_without_thresholds", json);
        }
    }
}
