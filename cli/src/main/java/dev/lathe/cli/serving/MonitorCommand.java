package dev.lathe.cli.serving;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.monitor.GrowingLines;
import dev.lathe.cli.monitor.MonitorOutput;
import dev.lathe.cli.monitor.MonitoredStream;
import dev.lathe.cli.monitor.StreamItem;
import dev.lathe.cli.monitor.StreamLabels;
import dev.lathe.cli.monitor.WindowLength;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.watch.stream.MonitorFile;
import dev.lathe.watch.stream.MonitorPlan;
import dev.lathe.watch.stream.ShareRule;
import dev.lathe.watch.stream.StreamMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe monitor`: labels of a stream of texts, and whether their shares are still what they were.
@Command(name = "monitor", mixinStandardHelpOptions = true,
        description = "Reads texts as they come, counts the model's labels a window, and prints an alert when a label's share is not "
                + "what it was in the windows before. No text is kept. docs/monitoring.md has the formulas.",
        customSynopsis = "lathe monitor --model DIR|NAME --alert 'LABEL>Nsigma' ... [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe monitor --model my-model --window 1h --alert \"negative>3sigma\"",
            "  lathe monitor --model my-model --topic-model topics --input reviews.jsonl --follow \\",
            "      --alert \"negative>3sigma\" --state reviews.state --json"})
public final class MonitorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Option(names = "--topic-model", paramLabel = "DIR|NAME", description = "A second model, whose labels are topics: each is watched for itself, too.")
    private Optional<String> topicModel = Optional.empty();

    @Option(names = "--input", paramLabel = "FILE", converter = StandardInput.class, description = "Where the lines are; default standard input.")
    private Path input = new StandardInput().convert("-");

    @Option(names = "--follow", description = "At the file's end wait for more lines.")
    private boolean follow;

    @Option(names = "--jsonl", description = "Lines are JSON objects, as they are in a file that ends in .jsonl; else each is a text of this moment.")
    private boolean jsonl;

    @Option(names = "--text-field", paramLabel = "NAME", defaultValue = "text", description = "Where an object has its text; default ${DEFAULT-VALUE}.")
    private String textField = "";

    @Option(names = "--time-field", paramLabel = "NAME", defaultValue = "time",
            description = "Where an object has its time, as 2026-01-31T12:00:00Z or seconds since 1970; default ${DEFAULT-VALUE}. Without it, this moment.")
    private String timeField = "";

    @Option(names = "--window", paramLabel = "TIME", defaultValue = "1h", converter = WindowLength.class,
            description = "How long texts are counted together, such as 30s, 15m, 1h, 1d; default ${DEFAULT-VALUE}.")
    private Duration window = Duration.ofHours(1);

    @Option(names = "--baseline", paramLabel = "N", defaultValue = "24",
            description = "Windows before it that a window is compared with; default ${DEFAULT-VALUE}. The first 6 are learnt only.")
    private int baseline;

    @Option(names = "--alert", paramLabel = "LABEL>Nsigma",
            description = "An alert: a share that is larger (>) or smaller (<) than before, as unlikely as N standard deviations; to be given once for each.")
    private List<String> alerts = List.of();

    @Option(names = "--windows", description = "Print the shares of each window, too.")
    private boolean windows;

    @Option(names = "--json", description = "Print JSON, an object a line.")
    private boolean json;

    @Option(names = "--state", paramLabel = "FILE", description = "Keep the counts there, and go on from them: a restart loses nothing.")
    private Optional<Path> state = Optional.empty();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    public MonitorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        List<ShareRule> rules = OptionWords.checked(spec.commandLine(), () -> alerts.stream().map(ShareRule::of).toList());
        if (rules.isEmpty() && !windows) {
            throw new ParameterException(spec.commandLine(), "needs --alert or --windows");
        }
        if (follow && StandardInput.is(input)) {
            throw new ParameterException(spec.commandLine(), "--follow: needs --input FILE");
        }
        ModelDirectory directory = model.announced(surroundings);
        Optional<ModelDirectory> topics = topicModel.isPresent()
                ? Optional.of(model.other(topicModel.get(), surroundings)) : Optional.empty();
        try (var opened = device.open(surroundings)) {
            var models = new ArrayList<StreamLabels>();
            try {
                models.add(StreamLabels.load(directory, opened));
                if (topics.isPresent()) {
                    models.add(StreamLabels.load(topics.get(), opened));
                }
                run(rules, models);
            } finally {
                models.forEach(StreamLabels::close);
            }
        }
        return ExitCode.DONE;
    }

    private void run(List<ShareRule> rules, List<StreamLabels> models) throws IOException {
        List<String> labels = models.getFirst().all();
        List<String> topics = models.size() > 1 ? models.getLast().all() : List.of();
        MonitorPlan plan = OptionWords.checked(spec.commandLine(), () -> new MonitorPlan(window, baseline, rules, labels, topics));
        MonitorFile begun = state.isPresent() && Files.exists(state.get())
                ? MonitorFile.read(state.get(), plan) : new MonitorFile(new StreamMonitor(plan), 0);
        var form = new StreamItem.Form(jsonl || input.toString().endsWith(".jsonl"), textField, timeField, InstantSource.system());
        try (GrowingLines lines = StandardInput.is(input)
                ? GrowingLines.of(surroundings.in()) : GrowingLines.of(input, begun.position(), follow, state.isPresent())) {
            var output = new MonitorOutput(surroundings, json, windows, labels);
            new MonitoredStream(lines, form, models, begun.monitor(), output, state, surroundings).run();
        }
    }
}
