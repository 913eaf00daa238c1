package dev.lathe.train.run;

import dev.lathe.Device;
import dev.lathe.train.data.Example;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.events.EventFiles;
import dev.lathe.train.loop.AdversarialRule;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.output.OutputException;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.classification.MultiLabelTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// Fine-tunes a pretrained BERT for a task, from files to a directory that any of the field's tools opens.
///
///     FineTuning.Result result = new FineTuning(BaseModel.of(Path.of("all-MiniLM-L6-v2")),
///                     TrainingData.of(Path.of("train.jsonl")).withTest(Path.of("test.jsonl")),
///                     Path.of("my-model"))
///             .task(new MultiLabelTask())
///             .options(TrainingOptions.builder().epochs(3).build())
///             .run(TrainingListener.NONE);
///
/// Without a task it learns to give each text one of the labels of the training data: [SequenceClassificationTask].
///
/// The result appears whole or not at all: work in progress lives in `<out>.partial`, with a checkpoint from which [#resume] goes
/// on. The same seed, options and data give the same bytes of `model.safetensors` on any CPU and any number of threads,
/// whether a run was stopped and resumed or not.
public final class FineTuning {
    private final BaseModel base;
    private final TrainingData data;
    private final Path out;
    private Task<?> task = new SequenceClassificationTask();
    private TrainingOptions options = TrainingOptions.defaults();
    private Keep keep = Keep.BEST;
    private ExistingOutput existing = ExistingOutput.REFUSE;
    private OptionalInt saveSteps = OptionalInt.empty();
    private OptionalInt evalSteps = OptionalInt.empty();
    private String dataLicence = "unknown";
    private StepRule stepRule = StepRule.USUAL;
    private BooleanSupplier cancelled = () -> false;
    private RunViews views = RunViews.NONE;

    /// @param out directory of the result; must not exist unless [#overwrite]
    public FineTuning(BaseModel base, TrainingData data, Path out) {
        this.base = base;
        this.data = data;
        this.out = out;
    }

    /// What is learnt from, and held against.
    public TrainingData data() {
        return data;
    }

    /// What to learn; default [SequenceClassificationTask].
    public FineTuning task(Task<?> value) {
        task = value;
        return this;
    }

    public FineTuning options(TrainingOptions value) {
        options = value;
        return this;
    }

    public FineTuning keep(Keep value) {
        keep = value;
        return this;
    }

    /// Allows an existing model directory at `out` to be replaced, at the very end.
    public FineTuning overwrite() {
        existing = ExistingOutput.OVERWRITE;
        return this;
    }

    /// Goes on with the run that was stopped or killed before it could complete `out`, from its last checkpoint; begins if there
    /// is none, and has nothing to do if `out` is there. It must have been begun with the same base, data and options; it ends in the same bytes as one that
    /// was never stopped, if it goes on on the same kind of device.
    public FineTuning resume() {
        existing = ExistingOutput.RESUME;
        return this;
    }

    /// Writes a checkpoint each time so many optimiser steps are done; default after each epoch, but where one has 16 MB or more not before
    /// ten times as long has passed as the last took to write.
    ///
    /// One takes three times the space of the weights with AdamW, two with SGD or Lion, one with Adafactor, and there is one, or two while a new one is written.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public FineTuning saveSteps(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("saveSteps %d: needs at least 1".formatted(value));
        }
        saveSteps = OptionalInt.of(value);
        return this;
    }

    /// Evaluates on the dev set each time so many optimiser steps are done, and after the last; default after each epoch. Early stopping
    /// counts these evaluations.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public FineTuning evalSteps(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("evalSteps %d: needs at least 1".formatted(value));
        }
        evalSteps = OptionalInt.of(value);
        return this;
    }

    /// What each step does; default [StepRule#USUAL]. Nothing of it is written down: a run that is resumed must be given the same.
    public FineTuning stepRule(StepRule value) {
        stepRule = value;
        return this;
    }

    /// Asked before the first step and after each one; once it says so, the run ends with a [TrainingCancelledException] and leaves no result, but its
    /// checkpoints, from which [#resume] goes on, as after Ctrl-C.
    ///
    /// @param value may be set from any thread: `AtomicBoolean::get`; called on the thread that trains
    public FineTuning cancelWhen(BooleanSupplier value) {
        cancelled = value;
        return this;
    }

    /// What the run shows of itself beside its metrics and reports; default nothing.
    public FineTuning show(RunViews value) {
        views = value;
        return this;
    }

    /// For the model card; default `unknown`.
    public FineTuning dataLicence(String value) {
        dataLicence = value;
        return this;
    }

    /// What a run found.
    ///
    /// @param directory the fine-tuned model
    /// @param split what was evaluated last: `test`, `dev`, or `train` if there was neither
    /// @param loss the mean loss of that split
    /// @param evaluation the scores; those of the training data are not computed, nor those of a run that was finished before
    /// @param cost what the training took; nothing for a run that was finished before
    /// @param finishedBefore whether there was nothing to [#resume]; the scores are in the directory's `report.json`
    public record Result(
            Path directory, String split, double loss, Optional<Evaluation> evaluation, RunCost cost, boolean finishedBefore) {}

    /// Trains on a CPU device of its own.
    public Result run(TrainingListener listener) throws IOException {
        try (Device device = Device.cpu()) {
            return run(device, listener);
        }
    }

    /// Trains, evaluates and writes the result. An exception of the listener stops the run and leaves no result.
    ///
    /// @throws dev.lathe.train.data.rows.DataException if a data file is broken or a label does not fit
    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException if the base model is broken
    /// @throws dev.lathe.train.output.OutputException if `out` exists and may not be replaced, another run has it, or the run to
    ///     resume was begun with something else
    /// @throws IllegalArgumentException if options do not fit each other, the data or the model
    /// @throws ArithmeticException if the loss, the gradients or the parameters stop being finite
    /// @throws TrainingCancelledException if [#cancelWhen] has said so
    /// @throws IOException if the file system fails
    public Result run(Device device, TrainingListener listener) throws IOException {
        return run(task, device, listener);
    }

    /// The training as one party's part of one that several do together: it begins with values that it is given, trains some steps, and
    /// gives its values. The head knows the labels of all parties; nothing else of the others' data is used.
    ///
    /// @param everyone the training data of all parties, this one's among them
    /// @throws IllegalArgumentException if options make no sense for one party: averages, early stopping
    /// @throws dev.lathe.train.data.rows.DataException as [#run(Device, TrainingListener)]
    public LocalTraining locally(List<TrainingData> everyone, Device device, TrainingListener listener) throws IOException {
        return LocalTraining.of(task, base, data, everyone, options, rule(task), out, dataLicence, device, listener);
    }

    private <E extends Example> Result run(Task<E> learnt, Device device, TrainingListener listener) throws IOException {
        Objects.requireNonNull(listener, "listener: null");
        OutputDirectory.requireAbsent(out, existing);
        if (options.earlyStopping().isPresent() && !data.hasDev()) {
            throw new IllegalArgumentException("earlyStopping %d: needs a dev set".formatted(
                    options.earlyStopping().getAsInt()));
        }
        if (learnt.needsDev().isPresent() && !data.hasDev()) {
            throw new IllegalArgumentException("%s: needs a dev set".formatted(learnt.needsDev().get()));
        }
        if (evalSteps.isPresent() && !data.hasDev()) {
            throw new IllegalArgumentException("evalSteps %d: needs a dev set".formatted(evalSteps.getAsInt()));
        }
        StepRule rule = rule(learnt);
        PrivateRun.check(learnt, options, rule, views);
        try (var inputs = FineTuningInputs.read(learnt, base, data, options, device.backend(), listener);
                var output = OutputDirectory.open(out, existing)) {
            output.notices().forEach(listener::notice);
            var artifacts = new FineTuningArtifacts(
                    learnt, inputs, base, out, data, options, new FineTuningArtifacts.Choices(keep, evalSteps, dataLicence, views), device);
            if (output.finished()) {
                listener.notice(out + ": is finished already");
                return artifacts.finishedResult(output.out());
            }
            requireNoEvents(output);
            RunDoubts.of(inputs.data()).forEach(listener::notice);
            inputs.privacy().ifPresent(plan -> PrivateRun.notices(plan).forEach(listener::notice));
            listener.begins(inputs.plan(learnt, base, options, device));
            return new FineTuningRun<>(inputs, options, rule, keep, saveSteps, evalSteps, output, device.backend(), listener)
                    .cancelWhen(cancelled, out).showing(views).run(artifacts);
        }
    }

    /// What each step does, once it is sure that what is done against hostile texts fits the task.
    private StepRule rule(Task<?> learnt) {
        if (options.robust().balancedSampling() && !(learnt instanceof SequenceClassificationTask)) {
            throw new IllegalArgumentException("sampling balanced: is for sequence-classification, not " + learnt.name());
        }
        if (options.robust().augmentation().isPresent() && !AugmentedData.isFor(learnt.exampleType())) {
            throw new IllegalArgumentException(
                    "augment: is for sequence-classification, multi-label and token-classification, not " + learnt.name());
        }
        if (options.robust().adversarial().isPresent() && stepRule != StepRule.USUAL) {
            throw new IllegalArgumentException("adversarial %s: a step rule of your own is given too; give one of the two".formatted(
                    options.robust().adversarial().get().method().word()));
        }
        return options.robust().adversarial().<StepRule>map(AdversarialRule::new).orElse(stepRule);
    }

    /// Events of another run are replaced only if its result may be.
    private void requireNoEvents(OutputDirectory output) throws IOException {
        if (output.resuming() || !(views.events().orElse(null) instanceof RunViews.Events.At(Path directory))) {
            return;
        }
        if (existing == ExistingOutput.OVERWRITE) {
            EventFiles.deleteAll(directory);
        } else if (!EventFiles.all(directory).isEmpty()) {
            throw new OutputException(directory + RunLog.HELD);
        }
    }
}
