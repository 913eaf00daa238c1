package dev.lathe.cli;

import dev.lathe.cli.account.CardCommand;
import dev.lathe.cli.account.DecryptCommand;
import dev.lathe.cli.account.EncryptCommand;
import dev.lathe.cli.account.KeygenCommand;
import dev.lathe.cli.account.ReviewCommand;
import dev.lathe.cli.account.SignCommand;
import dev.lathe.cli.account.VerifyCommand;
import dev.lathe.cli.help.GroupedCommands;
import dev.lathe.cli.help.GroupedOptions;
import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.models.FetchCommand;
import dev.lathe.cli.models.ImportCommand;
import dev.lathe.cli.models.InfoCommand;
import dev.lathe.cli.models.MergeCommand;
import dev.lathe.cli.models.ModelsCommand;
import dev.lathe.cli.models.SoupCommand;
import dev.lathe.cli.options.Choice;
import dev.lathe.cli.serving.BenchServeCommand;
import dev.lathe.cli.serving.MonitorCommand;
import dev.lathe.cli.serving.ServeCommand;
import dev.lathe.cli.serving.ServeKeyCommand;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ErrorLine;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.ResultStream.ReaderGone;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.VersionLine;
import dev.lathe.cli.trust.AnonymiseCommand;
import dev.lathe.cli.trust.AuditCommand;
import dev.lathe.cli.trust.ExplainCommand;
import dev.lathe.cli.trust.FairnessCommand;
import dev.lathe.cli.trust.PrivacyAttackCommand;
import dev.lathe.cli.trust.PrivacyCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 ended by SIGTERM."})
public final class Lathe implements Callable<Integer> {
    private static final Set<List<String>> VERSION = Set.of(List.of("--version"), List.of("-V"));
    private static final String HELP = "help";
    /// The one command that has another below it.
    private static final String PRIVACY = "privacy";
    /// Commands that tell of all others.
    private static final Set<String> OF_ALL = Set.of("completion", "man");

    /// What makes each command, under the headings and in the order of help: that of a first day.
    private static final SequencedMap<String, Map<String, Function<Surroundings, Callable<Integer>>>> GROUPS = groups();
    private static final Map<String, Function<Surroundings, Callable<Integer>>> COMMANDS = ofAllGroups();

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
        if (VERSION.contains(List.of(given))) {
            // What scripts ask first needs no grammar.
            surroundings.out().println(VersionLine.text());
            surroundings.out().flush();
            return ExitCode.DONE;
        }
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
        line.getSubcommands().values().forEach(command -> command.getCommandSpec().versionProvider(new VersionLine()));
        GroupedOptions.into(line);
        GroupedCommands.into(line, GROUPS);
        return Choice.into(line)
                // A text that starts with "@" is a text, not the name of a file with arguments.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setExecutionStrategy(Lathe::executed)
                .setOut(help)
                .setParameterExceptionHandler((e, given) -> errors.report(e))
                .setExecutionExceptionHandler((e, command, parsed) -> errors.report(e, command));
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
        return COMMANDS.containsKey(first) && !OF_ALL.contains(first) ? Map.of(first, COMMANDS.get(first)) : COMMANDS;
    }

    /// By lambdas, where a constructor's name would load its class.
    private static SequencedMap<String, Map<String, Function<Surroundings, Callable<Integer>>>> groups() {
        var groups = new LinkedHashMap<String, Map<String, Function<Surroundings, Callable<Integer>>>>();
        var commands = under("Begin", groups);
        commands.put("demo", surroundings -> new DemoCommand(surroundings));
        commands.put("doctor", surroundings -> new DoctorCommand(surroundings));
        commands.put("models", surroundings -> new ModelsCommand(surroundings));
        commands.put("fetch", surroundings -> new FetchCommand(surroundings));
        commands.put("info", surroundings -> new InfoCommand(surroundings));
        commands = under("Train", groups);
        commands.put("finetune", surroundings -> new FinetuneCommand(surroundings));
        commands.put("evaluate", surroundings -> new EvaluateCommand(surroundings));
        commands.put("tune", surroundings -> new TuneCommand(surroundings));
        commands.put("compare", surroundings -> new CompareCommand(surroundings));
        commands.put("federate", surroundings -> new FederateCommand(surroundings));
        commands = under("Use", groups);
        commands.put("predict", surroundings -> new PredictCommand(surroundings));
        commands.put("embed", surroundings -> new EmbedCommand(surroundings));
        commands.put("fill-mask", surroundings -> new FillMaskCommand(surroundings));
        commands.put("tokenize", surroundings -> new TokenizeCommand(surroundings));
        commands = under("Serve and watch", groups);
        commands.put("serve", surroundings -> new ServeCommand(surroundings));
        commands.put("serve-key", surroundings -> new ServeKeyCommand(surroundings));
        commands.put("bench-serve", surroundings -> new BenchServeCommand(surroundings));
        commands.put("monitor", surroundings -> new MonitorCommand(surroundings));
        commands = under("Explain and answer for", groups);
        commands.put("explain", surroundings -> new ExplainCommand(surroundings));
        commands.put("attack", surroundings -> new AttackCommand(surroundings));
        commands.put("fairness", surroundings -> new FairnessCommand(surroundings));
        commands.put(PRIVACY, surroundings -> new PrivacyCommand(surroundings));
        commands.put("review", surroundings -> new ReviewCommand(surroundings));
        commands.put("audit", surroundings -> new AuditCommand(surroundings));
        commands.put("card", surroundings -> new CardCommand(surroundings));
        commands = under("Protect data and models", groups);
        commands.put("anonymise", surroundings -> new AnonymiseCommand(surroundings));
        commands.put("encrypt", surroundings -> new EncryptCommand(surroundings));
        commands.put("decrypt", surroundings -> new DecryptCommand(surroundings));
        commands.put("keygen", surroundings -> new KeygenCommand(surroundings));
        commands.put("sign", surroundings -> new SignCommand(surroundings));
        commands.put("verify", surroundings -> new VerifyCommand(surroundings));
        commands = under("Convert and combine models", groups);
        commands.put("import", surroundings -> new ImportCommand(surroundings));
        commands.put("merge", surroundings -> new MergeCommand(surroundings));
        commands.put("soup", surroundings -> new SoupCommand(surroundings));
        commands = under("In the shell", groups);
        commands.put("completion", surroundings -> new CompletionCommand(surroundings));
        commands.put("man", surroundings -> new ManCommand(surroundings));
        return Collections.unmodifiableSequencedMap(groups);
    }

    private static Map<String, Function<Surroundings, Callable<Integer>>> under(
            String heading, Map<String, Map<String, Function<Surroundings, Callable<Integer>>>> groups) {
        return groups.computeIfAbsent(heading, _ -> new LinkedHashMap<>());
    }

    private static Map<String, Function<Surroundings, Callable<Integer>>> ofAllGroups() {
        var commands = new LinkedHashMap<String, Function<Surroundings, Callable<Integer>>>();
        GROUPS.values().forEach(commands::putAll);
        return Collections.unmodifiableMap(commands);
    }
}
