package dev.lathe.cli;

import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.GroupArguments;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.AnsweredRows;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.evaluate.group.GroupReport;
import dev.lathe.train.evaluate.group.GroupedAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lathe fairness`: how predictions differ between groups, whoever made them.
@Command(name = "fairness", mixinStandardHelpOptions = true,
        description = "report: how predictions do in each group, of a file with the columns label, prediction and perhaps score; no model is needed.",
        customSynopsis = "lathe fairness report --predictions FILE --group COLUMN [--positive LABEL] [--report JSON]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe fairness report --predictions predictions.csv --group sex --positive hired",
            "  lathe fairness report --predictions predictions.jsonl --group sex,age --report fairness.json"})
final class FairnessCommand implements Callable<Integer> {
    /// What is done.
    enum Action {
        REPORT
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "report", description = "What to do.")
    private Action action = Action.REPORT;

    @Option(names = "--predictions", paramLabel = "FILE", converter = StandardInput.class,
            description = "For report: a table with the columns label and prediction, those of --group, and perhaps score.")
    private Optional<Path> predictions = Optional.empty();

    @Mixin
    private GroupArguments groups = new GroupArguments();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(names = "--report", paramLabel = "JSON", description = "Also write the report to this file, as JSON.")
    private Optional<Path> report = Optional.empty();

    private final Surroundings surroundings;

    FairnessCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ResultFile> file = report.map(ResultFile::at);
        switch (action) {
            case REPORT -> {
                GroupReport found = report();
                write(file, found.toText(), found::writeFields);
            }
        }
        return ExitCode.DONE;
    }

    private GroupReport report() throws IOException {
        List<String> names = groups.columns();
        if (predictions.isEmpty() || names.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "report: needs --predictions and --group");
        }
        Path given = predictions.get();
        DataFormat format = columns.format().orElseGet(() -> DataFormat.ofExtension(given));
        return GroupReport.of(names, AnsweredRows.read(given, format, columns.columns().layout(), names).examples().stream()
                .map(row -> new GroupedAnswer(row.groups(), row.label(), row.prediction(), row.score())).toList(), groups.positive());
    }

    private void write(Optional<ResultFile> file, String text, JsonContent fields) throws IOException {
        if (file.isPresent()) {
            try (ResultFile target = file.get()) {
                OutputStream out = target.begin(surroundings);
                out.write(JsonWriter.object(JsonLayout.FIELDS, fields));
                out.flush();
                target.complete();
            }
        }
        surroundings.out().print(text);
    }
}
