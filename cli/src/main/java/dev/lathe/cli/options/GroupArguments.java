package dev.lathe.cli.options;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Whose texts are told apart, and what counts as selected.
public final class GroupArguments {
    @Option(names = "--group", paramLabel = "COLUMN", split = ",",
            description = "Also report how the model does in each group, by this column; several by commas or repeated, then by all together too.")
    private List<String> columns = List.of();

    @Option(names = "--positive", paramLabel = "LABEL",
            description = "For --group: the label that counts as selected; default each in turn.")
    private Optional<String> positive = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The columns of the groups, none if none are asked for.
    ///
    /// @throws ParameterException if a column is named twice, or a label without one
    public List<String> columns() {
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new ParameterException(spec.commandLine(), "--group %s: a column is named twice".formatted(String.join(",", columns)));
        }
        if (positive.isPresent() && columns.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--positive: needs --group");
        }
        return columns;
    }

    public Optional<String> positive() {
        return positive;
    }
}
