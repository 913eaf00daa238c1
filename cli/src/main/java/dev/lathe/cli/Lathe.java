package dev.lathe.cli;

import dev.lathe.cli.ResultStream.ReaderGone;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The `lathe` command: its sub-commands, and how each run of one ends.
@Command(name = "lathe", mixinStandardHelpOptions = true, versionProvider = VersionLine.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Fine-tunes BERT models on your own text and runs them.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted."})
public final class Lathe implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    // Declares the grammar. ErrorLine looks for it in the raw arguments, so that it counts before they are understood.
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
    /// @param arguments what the user typed
    /// @return the exit code
    public static int run(Surroundings surroundings, String... arguments) {
        var errors = ErrorLine.of(surroundings, arguments);
        var help = new StringWriter();
        try {
            int code = commandLine(surroundings, errors, new PrintWriter(help)).execute(arguments);
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

    /// Reached only without a sub-command.
    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static CommandLine commandLine(Surroundings surroundings, ErrorLine errors, PrintWriter help) {
        var line = new CommandLine(new Lathe());
        for (Callable<Integer> command : commands(surroundings)) {
            line.addSubcommand(command);
        }
        return line
                // A text that starts with "@" is a text, not the name of a file with arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setOut(help)
                .setParameterExceptionHandler((e, given) -> errors.report(e))
                .setExecutionExceptionHandler((e, command, parsed) -> errors.report(e));
    }

    private static List<Callable<Integer>> commands(Surroundings surroundings) {
        return List.of(new ModelsCommand(surroundings), new FetchCommand(surroundings),
                new TokenizeCommand(surroundings), new DoctorCommand(surroundings));
    }
}
