package dev.lathe.cli;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.guard.AuditArgument;
import dev.lathe.cli.guard.PolicyArgument;
import dev.lathe.cli.options.AdapterArgument;
import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.GroupArguments;
import dev.lathe.cli.options.ModelsArgument;
import dev.lathe.cli.options.TaskArguments;
import dev.lathe.cli.progress.WorkProgress;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.JsonLines;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.question.AnsweredRows;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.group.GroupReport;
import dev.lathe.train.evaluate.group.GroupedAnswer;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.output.ReportFiles;
import dev.lathe.train.run.model.ModelComparison;
import dev.lathe.train.run.model.ModelError;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.train.run.model.ModelFairness;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
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
import picocli.CommandLine.Spec;

/// `lathe evaluate`: how well a model does on data that says what is right.
@Command(name = "evaluate", mixinStandardHelpOptions = true,
        description = "Prints the report of a fine-tuned model on labelled data.",
        customSynopsis = {"lathe evaluate --model DIR|NAME --data FILE [OPTIONS]",
            "lathe evaluate --predictions FILE --group COLUMN [--positive LABEL] [--report JSON]"},
        footerHeading = "%nExamples:%n", footer = {
            "  lathe evaluate --model my-model --data test.jsonl",
            "  lathe evaluate --model first --model second --model third --data test.jsonl",
            "  lathe evaluate --model my-model --data test.csv --errors errors.jsonl --include-text",
            "  lathe evaluate --model my-model --data test.csv --report report.json --against older-model",
            "  lathe evaluate --model my-model --data test.csv --group sex --positive hired",
            "  lathe evaluate --predictions predictions.csv --group sex,age --report fairness.json"})
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelsArgument models = new ModelsArgument();

    @Mixin
    private AdapterArgument adapter = new AdapterArgument();

    @Option(names = "--data", paramLabel = "FILE", converter = StandardInput.class,
            description = "Labelled data.")
    private Optional<Path> given = Optional.empty();

    @Option(names = "--predictions", paramLabel = "FILE", converter = StandardInput.class,
            description = "Instead of a model and data: what anybody predicted, a table with the columns label and prediction, those of --group, and "
                    + "perhaps score. Reports how it does in each group.")
    private Optional<Path> predictions = Optional.empty();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(names = "--report", paramLabel = "JSON", description = "Also write the report to this file, as JSON.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--errors", paramLabel = "JSONL",
            description = "Write what the model gets wrong to this file: row, id, what is right, what the model says.")
    private Optional<Path> errors = Optional.empty();

    @Option(names = "--include-text", description = "Write the texts there too.")
    private boolean includeText;

    @Option(names = "--max-length", paramLabel = "N",
            description = "Read N tokens of each example, the special ones counted; default as many as the training's own evaluation did, so "
                    + "that its figures come again, else all that the model reads.")
    private Optional<Integer> maxLength = Optional.empty();

    @Option(names = "--against", paramLabel = "DIR",
            description = "Compare with another model of the same task, by McNemar's test.")
    private Optional<String> against = Optional.empty();

    @Mixin
    private GroupArguments groups = new GroupArguments();

    @Mixin
    private TaskArguments settings = new TaskArguments();

    @Mixin
    private AuditArgument audit = new AuditArgument();

    @Mixin
    private PolicyArgument policy = new PolicyArgument();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    EvaluateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<ResultFile> file = report.map(ResultFile::at);
        if (predictions.isPresent()) {
            return reportPredictions(predictions.get(), file);
        }
        Path data = given.orElseThrow(() -> new ParameterException(spec.commandLine(), "Missing required option: '--data=FILE'"));
        errors.ifPresent(ResultFile::at);
        if (errors.isPresent() && against.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--errors and --against: give one of the two");
        }
        List<String> grouped = groups.columns();
        policy.read();
        audit.check();
        List<ModelDirectory> directories = models.announced(adapter.directory(), surroundings);
        ModelDirectory directory = directories.getFirst();
        if (directories.size() > 1 && against.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--against: compares one --model, not %d".formatted(directories.size()));
        }
        if (directories.size() > 1 && maxLength.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--max-length: is for one --model, not %d".formatted(directories.size()));
        }
        Task<?> task = settings.applied(Tasks.of(directory));
        List<List<String>> members = grouped.isEmpty() ? List.of() : ModelFairness.groups(
                data, task.formatOf(data, columns.format()), columns.columns(directory.path()).layout(), grouped);
        try (var opened = device.open(surroundings, DeviceArgument.isShort(data));
                var progress = new WorkProgress(surroundings, "evaluating", 0)) {
            var evaluation = new ModelEvaluation(directory, data).format(columns.format())
                    .columns(columns.columns(directory.path())).task(task).progress(progress::at);
            maxLength.ifPresent(evaluation::maxLength);
            if (against.isPresent()) {
                ModelDirectory other = models.other(against.get(), surroundings);
                ModelComparison comparison = evaluation.runAgainst(other, opened);
                Report found = grouped.isEmpty() ? comparison : new ModelFairness(comparison, fairness(members, comparison.evaluation()),
                        Optional.of(new ModelFairness.Against(against.get(), fairness(members, comparison.otherEvaluation()))));
                write(file, comparison.data(), comparison.evaluation().loss(), found);
                audit.evaluated(List.of(directory), comparison.data(), comparison.evaluation().loss(), found);
                policy.evaluated(List.of(directory), comparison.data(), comparison.evaluation().loss(), found);
            } else {
                ModelEvaluation.Result result = directories.size() == 1 ? evaluation.run(opened)
                        : evaluation.runTogether(directories.subList(1, directories.size()), opened);
                if (maxLength.isEmpty()) {
                    result.length().note().ifPresent(surroundings::say);
                }
                if (errors.isPresent()) {
                    writeErrors(result.errors());
                }
                Report found = grouped.isEmpty() ? result.evaluation()
                        : new ModelFairness(result.evaluation(), fairness(members, result.evaluation()), Optional.empty());
                write(file, result.data(), result.evaluation().loss(), found);
                audit.evaluated(directories, result.data(), result.evaluation().loss(), found);
                policy.evaluated(directories, result.data(), result.evaluation().loss(), found);
            }
        }
        return ExitCode.DONE;
    }

    private int reportPredictions(Path file, Optional<ResultFile> target) throws IOException {
        if (given.isPresent() || !models.isEmpty() || errors.isPresent() || against.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--predictions: needs no model and no data, and knows neither --errors nor --against");
        }
        List<String> names = groups.columns();
        if (names.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--predictions: needs --group");
        }
        DataFormat format = columns.format().orElseGet(() -> DataFormat.ofExtension(file));
        GroupReport found = GroupReport.of(names, AnsweredRows.read(file, format, columns.columns().layout(), names).examples().stream()
                .map(row -> new GroupedAnswer(row.groups(), row.label(), row.prediction(), row.score())).toList(), groups.positive());
        write(target, JsonWriter.object(JsonLayout.FIELDS, found::writeFields));
        surroundings.out().print(found.toText());
        return ExitCode.DONE;
    }

    private GroupReport fairness(List<List<String>> members, Evaluation evaluation) {
        return ModelFairness.report(groups.columns(), members, evaluation, groups.positive());
    }

    private void writeErrors(List<ModelError> wrong) throws IOException {
        try (JsonLines lines = JsonLines.to(errors, surroundings)) {
            for (ModelError error : wrong) {
                lines.add(json -> error.writeFields(includeText, json));
            }
            lines.finish();
        }
    }

    private void write(Optional<ResultFile> file, DataSplit evaluated, double loss, Report found) throws IOException {
        write(file, ReportFiles.json(evaluated, loss, found));
        surroundings.out().print(found.toText());
        if (!found.confusions().isEmpty()) {
            surroundings.out().println();
            surroundings.out().print(found.confusions());
        }
    }

    private void write(Optional<ResultFile> file, byte[] json) throws IOException {
        if (file.isPresent()) {
            try (ResultFile target = file.get()) {
                OutputStream out = target.begin(surroundings);
                out.write(json);
                out.flush();
                target.complete();
            }
        }
    }
}
