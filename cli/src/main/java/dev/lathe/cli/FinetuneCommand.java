package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.bert.adapter.AdapterConfig;
import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.cli.guard.AuditArgument;
import dev.lathe.cli.guard.PolicyArgument;
import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.options.ColumnArguments;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.FairnessArguments;
import dev.lathe.cli.options.HoldoutArguments;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.options.PrivacyArguments;
import dev.lathe.cli.options.RobustArguments;
import dev.lathe.cli.options.TaskArguments;
import dev.lathe.cli.options.TaskName;
import dev.lathe.cli.options.TrainingArguments;
import dev.lathe.cli.options.ViewArguments;
import dev.lathe.cli.progress.FinetuneProgress;
import dev.lathe.cli.progress.JsonProgress;
import dev.lathe.cli.seal.SealedOutput;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.ResumeHint;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.data.Holdout;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.Keep;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe finetune`: trains a model on the user's own texts.
@Command(name = "finetune", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Fine-tunes a model on your own texts and writes a model directory with reports.",
        customSynopsis = "lathe finetune --task TASK --model DIR|NAME --train FILE --out DIR [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe finetune --task sequence-classification --model all-MiniLM-L6-v2 \\",
            "      --train reviews.jsonl --dev-fraction 0.1 --epochs 3 --out my-model",
            "  lathe finetune --task token-classification --model bert-base-cased \\",
            "      --train train.conll --dev dev.conll --test test.conll --out tagger",
            "  lathe finetune --task question-answering --model bert-base-uncased \\",
            "      --train train.json --max-steps 2000 --save-steps 500 --out reader"})
final class FinetuneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--task", required = true, paramLabel = "TASK", converter = TaskName.class,
            description = "What to train for: sequence-classification, multi-label, regression, token-classification, "
                    + "question-answering, multiple-choice, masked-lm, pre-training or sentence-embedding.")
    private Task<?> task = Tasks.all().getFirst();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Option(names = "--train", required = true, paramLabel = "FILE", converter = StandardInput.class,
            description = "Training data.")
    private Path train = Path.of("");

    @Option(names = "--dev", paramLabel = "FILE", converter = StandardInput.class,
            description = "Data to evaluate on after each epoch.")
    private Optional<Path> dev = Optional.empty();

    @Option(names = "--test", paramLabel = "FILE", converter = StandardInput.class,
            description = "Data to evaluate on at the end.")
    private Optional<Path> test = Optional.empty();

    @Mixin
    private HoldoutArguments holdout = new HoldoutArguments();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory of the result.")
    private Path out = Path.of("");

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--overwrite", description = "Replace a model directory that is there, at the very end.")
    private boolean overwrite;

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--encrypt",
            description = "Write the result and the checkpoints as 'lathe encrypt' does, with the key of --key-file. No plain byte of them reaches "
                    + "the disk; --resume needs the same key.")
    private boolean encrypt;

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--resume",
            description = "Go on with a run that was stopped or killed, from its last checkpoint; begin if there is none. "
                    + "Model, data and options must be those it was begun with; the result has the same bytes as without "
                    + "a stop. Only --epochs may be more than it was.")
    private boolean resume;

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--save-steps", paramLabel = "N",
            description = "Write a checkpoint for --resume every N steps; default after each epoch, or after some where epochs are "
                    + "shorter than ten times as long as one takes to write. There is one, in DIR.partial, and two while a new one is written; each takes three times the space of the weights.")
    private Optional<Integer> saveSteps = Optional.empty();

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--eval-steps", paramLabel = "N",
            description = "Evaluate on the dev data every N steps, and after the last, instead of after each epoch.")
    private Optional<Integer> evalSteps = Optional.empty();

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--keep", paramLabel = "best|last", defaultValue = "best",
            description = "Which epoch's model to keep: the best on the dev data (a classifier's by macro F1), or the last. "
                    + "Default best; without dev data, the last.")
    private Keep keep = Keep.BEST;

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--report-each-epoch",
            description = "Show the whole report on the dev data after each epoch, on standard error.")
    private boolean reportEachEpoch;

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--data-license", paramLabel = "ID", defaultValue = "unknown",
            description = "Licence of the data, for the model card: an SPDX identifier such as CC-BY-4.0, or its owner's words; "
                    + "default ${DEFAULT-VALUE}.")
    private String dataLicence = "";

    @Mixin
    private ViewArguments view = new ViewArguments();

    @Mixin
    private TaskArguments settings = new TaskArguments();

    @Mixin
    private TrainingArguments training = new TrainingArguments();

    @Mixin
    private RobustArguments robust = new RobustArguments();

    @Mixin
    private AuditArgument audit = new AuditArgument();

    @Mixin
    private PolicyArgument policy = new PolicyArgument();

    @Mixin
    private PrivacyArguments privacy = new PrivacyArguments();

    @Mixin
    private FairnessArguments fairness = new FairnessArguments();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    FinetuneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<SealedOutput> sealed = encrypt ? Optional.of(sealedOutput()) : Optional.empty();
        FineTuning run = prepared(sealed.map(SealedOutput::place).orElse(out));
        try (var opened = device.open(surroundings);
                var hint = ResumeHint.begin(surroundings, overwrite)) {
            if (view.asJson()) {
                var progress = new JsonProgress(surroundings, hint);
                var result = run.run(opened, heard(progress, sealed));
                publish(sealed);
                print(result);
                progress.done(result);
                answerFor(result);
            } else {
                var result = watched(run, opened, hint, sealed);
                publish(sealed);
                sayEnd(result);
                answerFor(result);
            }
        }
        return ExitCode.DONE;
    }

    private SealedOutput sealedOutput() throws IOException {
        if (overwrite) {
            throw new ParameterException(spec.commandLine(), "--encrypt and --overwrite: give one of the two");
        }
        return SealedOutput.to(out, model.key().key(surroundings), resume, surroundings);
    }

    private static TrainingListener heard(TrainingListener progress, Optional<SealedOutput> sealed) {
        return sealed.map(output -> output.keeping(progress)).orElse(progress);
    }

    private static void publish(Optional<SealedOutput> sealed) throws IOException {
        if (sealed.isPresent()) {
            sealed.get().publish();
        }
    }

    /// What is refused is noted down, too.
    private void answerFor(FineTuning.Result result) throws IOException {
        if (!result.finishedBefore()) {
            audit.trained(out, result.directory(), model.directory(surroundings));
        }
        policy.trained(result.directory());
    }

    /// The fine-tuning that the options ask for, which has yet to run.
    ///
    /// @throws ParameterException naming the option that does not do
    FineTuning prepared() throws IOException {
        return prepared(out);
    }

    /// @param place where the result is written
    private FineTuning prepared(Path place) throws IOException {
        policy.read();
        audit.check();
        TrainingOptions options = training.options(robust.options(), privacy.options());
        Holdout aside = holdout.holdout(dev, test);
        if (dev.isEmpty() && aside.dev().isEmpty()) {
            refuse(options.earlyStopping().isPresent(), "--early-stopping");
            refuse(reportEachEpoch, "--report-each-epoch");
            refuse(evalSteps.isPresent(), "--eval-steps");
            refuse(robust.needsDev().isPresent(), robust.needsDev().orElse(""));
            refuse(fairness.needsDev(), "--fairness-thresholds");
        }
        if (resume && overwrite) {
            throw new ParameterException(spec.commandLine(), "--overwrite and --resume: give one of the two");
        }
        TrainingData data = OptionWords.checked(spec.commandLine(), () -> new TrainingData(
                train, dev, test, aside, columns.format(), columns.columns()));
        Task<?> learnt = fairness.applied(robust.applied(settings.applied(task)));
        holdout.check(learnt);
        Path directory = model.directory(surroundings);
        BaseModel base = base(directory);
        policy.before(out, base, dataLicence);
        var run = new FineTuning(base, data, place).task(learnt).options(options).keep(keep)
                .dataLicence(dataLicence).show(view.views());
        if (overwrite) {
            run.overwrite();
        }
        if (resume) {
            run.resume();
        }
        saveSteps.ifPresent(steps -> OptionWords.checked(spec.commandLine(), () -> run.saveSteps(steps)));
        evalSteps.ifPresent(steps -> OptionWords.checked(spec.commandLine(), () -> run.evalSteps(steps)));
        return run;
    }

    private FineTuning.Result watched(FineTuning run, Device opened, ResumeHint hint, Optional<SealedOutput> sealed) throws IOException {
        try (var progress = new FinetuneProgress(surroundings, reportEachEpoch, evalSteps.isPresent(), Optional.of(hint))) {
            var result = run.run(opened, heard(progress, sealed));
            print(result);
            return result;
        }
    }

    private void refuse(boolean given, String option) {
        if (given) {
            throw new ParameterException(spec.commandLine(), option + ": needs --dev or --dev-fraction");
        }
    }

    private BaseModel base(Path directory) {
        return KnownModels.named(model.given())
                .map((KnownModel known) -> new BaseModel(directory, known.name(), known.licence()))
                .orElseGet(() -> BaseModel.of(directory));
    }

    private void print(FineTuning.Result result) throws IOException {
        if (result.finishedBefore()) {
            surroundings.out().print(Files.readString(result.directory().resolve("report.txt")));
        } else {
            result.evaluation().ifPresentOrElse(
                    evaluation -> surroundings.out().print(evaluation.toText()),
                    () -> surroundings.out().println(Double.isNaN(result.loss())
                            ? "training loss not told" : String.format(Locale.ROOT, "training loss %.4f", result.loss())));
        }
        // On a terminal, what comes last should be seen last.
        surroundings.out().flush();
    }

    private void sayEnd(FineTuning.Result result) {
        if (!result.finishedBefore()) {
            surroundings.say(RunWords.of(result.cost()));
            robust.needsDev().ifPresent(chosen -> surroundings.say("what " + chosen + " chose suits the dev data best, whose report flatters it; "
                    + "'lathe evaluate' on other labelled texts does not"));
        }
        String left = Files.exists(result.directory().resolve(AdapterConfig.NAME)) ? "adapter" : "model";
        surroundings.say("the " + (encrypt ? "encrypted " : "") + left + " is in " + result.directory() + ", with the report in report.txt and the course of the training "
                + "in metrics.jsonl");
        fairness.price(result.directory()).ifPresent(surroundings::say);
    }
}
