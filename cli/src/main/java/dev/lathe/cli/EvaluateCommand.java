package dev.lathe.cli;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.guard.AuditArgument;
import dev.lathe.cli.guard.PolicyArgument;
import dev.lathe.cli.options.AdapterArgument;
import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.options.ModelsArgument;
import dev.lathe.cli.options.TaskArguments;
import dev.lathe.cli.progress.WorkProgress;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.JsonLines;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.output.ReportFiles;
import dev.lathe.train.run.ModelComparison;
import dev.lathe.train.run.ModelError;
import dev.lathe.train.run.ModelEvaluation;
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
        customSynopsis = "lathe evaluate --model DIR|NAME --data FILE [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe evaluate --model my-model --data test.jsonl",
            "  lathe evaluate --model first --model second --model third --data test.jsonl",
            "  lathe evaluate --model my-model --data test.csv --errors errors.jsonl --include-text",
            "  lathe evaluate --model my-model --data test.csv --report report.json --against older-model"})
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelsArgument models = new ModelsArgument();

    @Mixin
    private AdapterArgument adapter = new AdapterArgument();

    @Option(names = "--data", required = true, paramLabel = "FILE", converter = StandardInput.class,
            description = "Labelled data.")
    private Path data = Path.of("");

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(names = "--report", paramLabel = "JSON", description = "Also write the report to this file, as JSON.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--errors", paramLabel = "JSONL",
            description = "Write what the model gets wrong to this file: row, id, what is right, what the model says.")
    private Optional<Path> errors = Optional.empty();

    @Option(names = "--include-text", description = "Write the texts there too.")
    private boolean includeText;

    @Option(names = "--against", paramLabel = "DIR",
            description = "Compare with another model of the same task, by McNemar's test.")
    private Optional<String> against = Optional.empty();

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
        errors.ifPresent(ResultFile::at);
        if (errors.isPresent() && against.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--errors and --against: give one of the two");
        }
        policy.read();
        audit.check();
        List<ModelDirectory> directories = models.announced(adapter.directory(), surroundings);
        ModelDirectory directory = directories.getFirst();
        if (directories.size() > 1 && against.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--against: compares one --model, not %d".formatted(directories.size()));
        }
        Task<?> task = settings.applied(Tasks.of(directory));
        try (var opened = device.open(surroundings, DeviceArgument.isShort(data));
                var progress = new WorkProgress(surroundings, "evaluating", 0)) {
            var evaluation = new ModelEvaluation(directory, data).format(columns.format())
                    .columns(columns.columns(directory.path())).task(task).progress(progress::at);
            if (against.isPresent()) {
                ModelDirectory other = ModelArgument.announced(against.get(), surroundings);
                ModelComparison comparison = evaluation.runAgainst(other, opened);
                write(file, comparison.data(), comparison.evaluation().loss(), comparison);
                audit.evaluated(List.of(directory), comparison.data(), comparison.evaluation().loss(), comparison.evaluation());
                policy.evaluated(List.of(directory), comparison.data(), comparison.evaluation().loss(), comparison.evaluation());
            } else {
                ModelEvaluation.Result result = directories.size() == 1 ? evaluation.run(opened)
                        : evaluation.runTogether(directories.subList(1, directories.size()), opened);
                if (errors.isPresent()) {
                    writeErrors(result.errors());
                }
                write(file, result.data(), result.evaluation().loss(), result.evaluation());
                audit.evaluated(directories, result.data(), result.evaluation().loss(), result.evaluation());
                policy.evaluated(directories, result.data(), result.evaluation().loss(), result.evaluation());
            }
        }
        return ExitCode.DONE;
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
        if (file.isPresent()) {
            try (ResultFile target = file.get()) {
                OutputStream out = target.begin(surroundings);
                out.write(ReportFiles.json(evaluated, loss, found));
                out.flush();
                target.complete();
            }
        }
        surroundings.out().print(found.toText());
        if (!found.confusions().isEmpty()) {
            surroundings.out().println();
            surroundings.out().print(found.confusions());
        }
    }
}
