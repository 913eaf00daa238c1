package dev.lathe.cli;

import dev.lathe.bert.hub.KnownModel;
import dev.lathe.bert.hub.KnownModels;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.cli.fetch.DemoData;
import dev.lathe.cli.fetch.ModelLibrary;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.options.TrainingArguments;
import dev.lathe.cli.progress.FinetuneProgress;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.ResumeHint;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lathe demo`: the whole way from pretrained weights to a model that predicts.
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Fine-tunes all-MiniLM-L6-v2 to tell praise from complaint in review sentences, reports how well it "
                + "does on those it has not seen, saves it, and classifies three sentences.",
        customSynopsis = "lathe demo [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe demo",
            "  lathe demo --epochs 1 --out my-first-model"})
final class DemoCommand implements Callable<Integer> {
    private static final String MODEL = "all-MiniLM-L6-v2";
    private static final String DATA_LICENCE = "CC-BY-4.0";
    private static final List<String> SENTENCES = List.of(
            "The staff were friendly and the food was wonderful.",
            "It broke after two days and nobody answered my mails.",
            "I would not recommend this film to anyone.");

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "lathe-demo",
            description = "Directory of the result, replaced if it is there; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("lathe-demo");

    @Mixin
    private TrainingArguments training = new TrainingArguments();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        TrainingOptions options = training.options();
        KnownModel known = KnownModels.named(MODEL).orElseThrow();
        Path directory = new ModelLibrary(surroundings).obtain(known);
        DemoData sentences = DemoData.obtain(surroundings);
        var data = TrainingData.of(sentences.train()).withTest(sentences.heldOut());
        var run = new FineTuning(new BaseModel(directory, known.name(), known.licence()), data, out)
                .options(options)
                .dataLicence(DATA_LICENCE)
                .overwrite()
                // Over in minutes: it begins anew.
                .saveSteps(Integer.MAX_VALUE);
        try (var opened = device.open(surroundings); var progress = new FinetuneProgress(surroundings)) {
            surroundings.say("fine-tuning " + MODEL + " on " + opened);
            FineTuning.Result result;
            try (var _ = ResumeHint.ofNoCheckpoints(surroundings)) {
                result = run.run(opened, progress);
            }
            surroundings.out().print(result.evaluation().orElseThrow().toText());
            surroundings.out().println();
            try (var classifier = TextClassifier.load(ModelArgument.announced(out.toString(), surroundings), opened)) {
                SENTENCES.forEach(sentence -> print(sentence, classifier.predict(sentence)));
            }
            surroundings.out().flush();
            surroundings.say("the model is in " + result.directory() + "; try: lathe predict --model "
                    + result.directory() + " --text \"…\"");
        }
        return ExitCode.DONE;
    }

    private void print(String sentence, Prediction prediction) {
        surroundings.out().println(String.format(
                Locale.ROOT, "%-8s  %.3f  %s", prediction.label(), prediction.score(), sentence));
    }
}
