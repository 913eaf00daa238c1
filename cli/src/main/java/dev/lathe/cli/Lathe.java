package dev.lathe.cli;

import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.predict.Aggregation;
import dev.lathe.cli.account.CardCommand;
import dev.lathe.cli.account.DecryptCommand;
import dev.lathe.cli.account.EncryptCommand;
import dev.lathe.cli.account.KeygenCommand;
import dev.lathe.cli.account.ReviewCommand;
import dev.lathe.cli.account.SignCommand;
import dev.lathe.cli.account.VerifyCommand;
import dev.lathe.cli.help.GroupedOptions;
import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.models.FetchCommand;
import dev.lathe.cli.models.ImportCommand;
import dev.lathe.cli.models.InfoCommand;
import dev.lathe.cli.models.MergeCommand;
import dev.lathe.cli.models.ModelsCommand;
import dev.lathe.cli.models.SoupCommand;
import dev.lathe.cli.options.Choice;
import dev.lathe.cli.options.ExplainArguments;
import dev.lathe.cli.options.RobustArguments;
import dev.lathe.cli.options.ViewArguments;
import dev.lathe.cli.serving.BenchServeCommand;
import dev.lathe.cli.serving.MonitorCommand;
import dev.lathe.cli.serving.ServeCommand;
import dev.lathe.cli.serving.ServeKeyCommand;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ErrorLine;
import dev.lathe.cli.terminal.ResultStream.ReaderGone;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.VersionLine;
import dev.lathe.cli.trust.AnonymiseCommand;
import dev.lathe.cli.trust.AuditCommand;
import dev.lathe.cli.trust.ExplainCommand;
import dev.lathe.cli.trust.FairnessCommand;
import dev.lathe.cli.trust.PrivacyAttackCommand;
import dev.lathe.cli.trust.PrivacyCommand;
import dev.lathe.nn.adapter.Bottleneck;
import dev.lathe.optim.Schedule;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.evaluate.group.Parity;
import dev.lathe.train.fairness.FairTraining;
import dev.lathe.train.loop.AdversarialOptions;
import dev.lathe.train.privacy.Accountant;
import dev.lathe.train.privacy.PrivatePasses;
import dev.lathe.train.run.Keep;
import dev.lathe.trust.anonymise.AnonymiseOptions;
import dev.lathe.trust.audit.AuditOptions;
import dev.lathe.trust.card.Sheet;
import dev.lathe.trust.explain.Output;
import dev.lathe.trust.explain.method.Baseline;
import dev.lathe.trust.explain.method.Quadrature;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/// The `lathe` command: its sub-commands, and how each run of one ends.
@Command(name = "lathe", mixinStandardHelpOptions = true, versionProvider = VersionLine.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Fine-tunes BERT models on your own text and runs them.",
        footer = {"", "'lathe help COMMAND' explains one of them, with examples.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted."})
public final class Lathe implements Callable<Integer> {
    private static final String VERSION = "--version";

    private static final String HELP = "help";
    /// The one command that has another below it.
    private static final String PRIVACY = "privacy";
    /// Commands that tell of all others.
    private static final Set<String> OF_ALL = Set.of("completion", "man");

    /// What makes each command, in the order in which help lists them.
    private static final Map<String, Function<Surroundings, Callable<Integer>>> COMMANDS = commands();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    // Declares the grammar. ErrorLine looks for it in the raw arguments, so that it counts before they are understood.
    @OptionGroup(OptionGroup.GENERAL)
    @Option(names = ErrorLine.STACKTRACE, scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean stacktrace;

    private Lathe() {
    }

    /// Runs the command line of this process and ends it.
    ///
    /// @param arguments what the user typed
    public static void main(String[] arguments) {
        var surroundings = Surroundings.ofProcess();
        System.setOut(surroundings.out());
        System.setErr(surroundings.err());
        int code = run(surroundings, arguments);
        // Exit rather than return: a thread pool that is still idling must not keep the process alive.
        System.exit(code);
    }

    /// Runs one command line.
    ///
    /// @param surroundings where it reads and writes
    /// @param given what the user typed
    /// @return the exit code
    public static int run(Surroundings surroundings, String... given) {
        String[] arguments = withHelpAsOption(given);
        var errors = ErrorLine.of(surroundings, arguments);
        var help = new StringWriter();
        try {
            int code = commandLine(surroundings, errors, new PrintWriter(help), arguments).execute(arguments);
            surroundings.out().print(help);
            surroundings.out().flush();
            return code;
        } catch (ReaderGone | CommandFailure e) {
            return errors.report(e);
        } catch (OutOfMemoryError e) {
            return errors.report(e);
        } catch (StackOverflowError | LinkageError | AssertionError e) {
            return errors.report(e);
        }
    }

    /// `help finetune` as `finetune --help`.
    private static String[] withHelpAsOption(String... given) {
        if (given.length == 0 || !given[0].equals(HELP)) {
            return given;
        }
        return Stream.concat(
                        Arrays.stream(given).skip(1).filter(word -> !word.equals("-h") && !word.equals("--help")), Stream.of("--help"))
                .toArray(String[]::new);
    }

    /// Reached only without a sub-command.
    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static CommandLine commandLine(Surroundings surroundings, ErrorLine errors, PrintWriter help,
                                           String... arguments) {
        var line = new CommandLine(new Lathe());
        needed(arguments).forEach((name, command) -> line.addSubcommand(name, command.apply(surroundings)));
        if (line.getSubcommands().containsKey(PRIVACY)) {
            line.getSubcommands().get(PRIVACY).addSubcommand("attack", new PrivacyAttackCommand(surroundings));
        }
        GroupedOptions.into(line);
        return withConverters(line)
                // A text that starts with "@" is a text, not the name of a file with arguments.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setExecutionStrategy(Lathe::executed)
                .setOut(help)
                .setParameterExceptionHandler((e, given) -> errors.report(e))
                .setExecutionExceptionHandler((e, command, parsed) -> errors.report(e, command));
    }

    /// How the words of options are understood.
    static CommandLine withConverters(CommandLine line) {
        return line
                .registerConverter(Aggregation.class, Choice.of(Aggregation.class))
                .registerConverter(Bottleneck.Form.class, Choice.of(Bottleneck.Form.class))
                .registerConverter(Bottleneck.Activation.class, Choice.of(Bottleneck.Activation.class))
                .registerConverter(AdversarialOptions.Method.class, Choice.of(AdversarialOptions.Method.class))
                .registerConverter(RobustArguments.Sampling.class, Choice.of(RobustArguments.Sampling.class))
                .registerConverter(RobustArguments.Thresholds.class, Choice.of(RobustArguments.Thresholds.class))
                .registerConverter(AttackCommand.Method.class, Choice.of(AttackCommand.Method.class))
                .registerConverter(ExplainCommand.Form.class, Choice.of(ExplainCommand.Form.class))
                .registerConverter(ExplainArguments.Method.class, Choice.of(ExplainArguments.Method.class))
                .registerConverter(Output.class, Choice.of(Output.class))
                .registerConverter(Baseline.class, Choice.of(Baseline.class))
                .registerConverter(Quadrature.class, Choice.of(Quadrature.class))
                .registerConverter(AuditCommand.Action.class, Choice.of(AuditCommand.Action.class))
                .registerConverter(Sheet.class, Choice.of(Sheet.class))
                .registerConverter(AnonymiseOptions.Small.class, Choice.of(AnonymiseOptions.Small.class))
                .registerConverter(AuditOptions.Sync.class, Choice.of(AuditOptions.Sync.class))
                .registerConverter(TuneCommand.Method.class, Choice.of(TuneCommand.Method.class))
                .registerConverter(ViewArguments.ProgressForm.class, Choice.of(ViewArguments.ProgressForm.class))
                .registerConverter(Accountant.class, Choice.of(Accountant.class))
                .registerConverter(PrivatePasses.class, Choice.of(PrivatePasses.class))
                .registerConverter(Keep.class, Choice.of(Keep.class))
                .registerConverter(Schedule.Course.class, Choice.of(Schedule.Course.class))
                .registerConverter(DataFormat.class, Choice.of(DataFormat.class))
                .registerConverter(Pooling.class, Choice.of(Pooling.class))
                .registerConverter(Parity.class, Choice.of(Parity.class))
                .registerConverter(FairTraining.class, Choice.of(FairTraining.class))
                .registerConverter(FairnessCommand.Action.class, Choice.of(FairnessCommand.Action.class))
                .registerConverter(CompletionCommand.Shell.class, Choice.of(CompletionCommand.Shell.class))
                .registerConverter(ImportCommand.WeightType.class, Choice.of(ImportCommand.WeightType.class));
    }

    /// As picocli does it, but a wrong command line stays wrong when it also asks for help, which picocli would then give.
    private static int executed(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (!last.unmatched().isEmpty()) {
            throw new UnmatchedArgumentException(command, last.unmatched());
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /// The commands that a command line can be about. picocli reads every option of every command that it is told of, which
    /// would be half of the start-up time.
    private static Map<String, Function<Surroundings, Callable<Integer>>> needed(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (first.equals(VERSION)) {
            return Map.of();
        }
        return COMMANDS.containsKey(first) && !OF_ALL.contains(first) ? Map.of(first, COMMANDS.get(first)) : COMMANDS;
    }

    private static Map<String, Function<Surroundings, Callable<Integer>>> commands() {
        var commands = new LinkedHashMap<String, Function<Surroundings, Callable<Integer>>>();
        commands.put("demo", DemoCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("fetch", FetchCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("info", InfoCommand::new);
        commands.put("tokenize", TokenizeCommand::new);
        commands.put("embed", EmbedCommand::new);
        commands.put("fill-mask", FillMaskCommand::new);
        commands.put("finetune", FinetuneCommand::new);
        commands.put("federate", FederateCommand::new);
        commands.put("tune", TuneCommand::new);
        commands.put("evaluate", EvaluateCommand::new);
        commands.put("predict", PredictCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("attack", AttackCommand::new);
        commands.put(PRIVACY, PrivacyCommand::new);
        commands.put("fairness", FairnessCommand::new);
        commands.put("merge", MergeCommand::new);
        commands.put("soup", SoupCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("serve-key", ServeKeyCommand::new);
        commands.put("bench-serve", BenchServeCommand::new);
        commands.put("anonymise", AnonymiseCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("card", CardCommand::new);
        commands.put("keygen", KeygenCommand::new);
        commands.put("sign", SignCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("encrypt", EncryptCommand::new);
        commands.put("decrypt", DecryptCommand::new);
        commands.put("review", ReviewCommand::new);
        commands.put("monitor", MonitorCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("man", ManCommand::new);
        return Collections.unmodifiableMap(commands);
    }
}
