package dev.lathe.cli.terminal;

import dev.lathe.bert.checkpoint.file.NearestName;
import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.cli.terminal.ResultStream.ReaderGone;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/// Turns whatever ended a command into one line on standard error and an exit code.
public final class ErrorLine {
    /// Asks for the stack trace below the line; counts anywhere on the command line.
    public static final String STACKTRACE = "--stacktrace";

    /// What our own code throws on purpose, with a message for the user (the style guide's table of errors).
    private static final Set<Class<?>> DELIBERATE = Set.of(IllegalArgumentException.class, IllegalStateException.class,
            IndexOutOfBoundsException.class, ArithmeticException.class, UnsupportedOperationException.class);

    /// Commands whose batches have a size that can be chosen.
    private static final Set<String> TRAINING = Set.of("finetune", "demo");

    /// No negative number.
    private static final Pattern OPTION = Pattern.compile("--?[^-0-9.].*");

    private static final String OUR_PACKAGES = "dev.lathe.";
    private static final String DIVISION_BY_ZERO = "/ by zero";

    private final Surroundings surroundings;
    private final boolean stacktrace;
    private final List<String> arguments;

    private ErrorLine(Surroundings surroundings, List<String> arguments) {
        this.surroundings = surroundings;
        this.arguments = arguments;
        this.stacktrace = arguments.contains(STACKTRACE);
    }

    public static ErrorLine of(Surroundings surroundings, String... arguments) {
        return new ErrorLine(surroundings, List.of(arguments));
    }

    /// A command line that does not follow the grammar.
    public int report(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String line = asOneLine(suggesting(e));
        print(line + "; see '" + command + " --help'", e);
        return ExitCode.USAGE;
    }

    /// A command that failed while it ran.
    public int report(Exception thrown, CommandLine command) {
        return switch (thrown) {
            case IllegalArgumentException e when isDeliberate(e) -> failed(OptionWords.of(describe(e), command), e);
            case OutputException e -> failed(OptionWords.overwriting(describe(e), command), e);
            case DataException e -> failed(OptionWords.hinted(describe(e), command), e);
            default -> report(thrown);
        };
    }

    /// A run that failed.
    public int report(Exception thrown) {
        return switch (unwrapped(thrown)) {
            case ReaderGone gone -> ExitCode.DONE;
            case OutOfMemoryError full -> report(full);
            case Exception e -> failed(describe(e), e);
            case Throwable bug -> failed(bug(bug), bug);
        };
    }

    /// A heap that is too small for what was asked.
    public int report(OutOfMemoryError e) {
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        String advice = e instanceof ModelMemoryError
                ? "the model takes more; raise the limit"
                : arguments.stream().anyMatch(TRAINING::contains) ? "lower --batch-size or --max-length, or raise the limit" : "raise the limit";
        print("out of memory at a heap limit of " + mebibytes + " MiB; " + advice + " with LATHE_JAVA_OPTS=-Xmx…", e);
        return ExitCode.FAILED;
    }

    /// An error of the virtual machine other than a full heap.
    public int report(Error e) {
        return failed(bug(e), e);
    }

    private int failed(String line, Throwable e) {
        print(asOneLine(line), e);
        return ExitCode.FAILED;
    }

    private void print(String line, Throwable e) {
        surroundings.say(line);
        if (stacktrace) {
            e.printStackTrace(surroundings.err());
        }
    }

    private String suggesting(ParameterException given) {
        // What is missing was perhaps given under another name.
        List<String> unknown = given instanceof MissingParameterException ? given.getCommandLine().getUnmatchedArguments() : List.of();
        ParameterException e = unknown.isEmpty() ? given : new UnmatchedArgumentException(given.getCommandLine(), unknown);
        String message = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            message = String.join("; ", unknown(unmatched));
        }
        return message == null ? e.toString() : message
                .replace("' is not an int", "' is not a whole number").replace("' is not a long", "' is not a whole number")
                .replace("' is not a double", "' is not a number");
    }

    /// What is said of each that the command does not know. If the first is no option, it is what has gone wrong: the command's name perhaps.
    private List<String> unknown(UnmatchedArgumentException e) {
        List<String> given = e.getUnmatched();
        if (!e.isUnknownOption()) {
            return List.of("unexpected argument '" + given.getFirst() + "'" + leadingOn(given.getFirst(), e.getCommandLine()));
        }
        // What is no option is the value of one that nobody knows.
        return given.stream().filter(argument -> OPTION.matcher(argument).matches()).distinct()
                .map(option -> "unknown option '" + option + "'" + leadingOn(option, e.getCommandLine())).toList();
    }

    private String leadingOn(String given, CommandLine command) {
        Optional<String> here = OtherNames.here(given, command);
        if (here.isPresent()) {
            return "; here it is '" + here.get() + "'";
        }
        Optional<String> modelled = CommandLineWords.withModel(given, arguments, command);
        if (modelled.isPresent()) {
            return "; a model stands behind --model: '" + modelled.get() + "'";
        }
        return OtherNames.none(given).map(why -> ": " + why)
                .or(() -> nearest(given, command).map(name -> "; did you mean '" + name + "'?")).orElse("");
    }

    private static Optional<String> nearest(String given, CommandLine command) {
        List<String> names = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
        return NearestName.among(names, given.replaceFirst("=.*", ""));
    }

    /// Threads hand failures over in wrappers that say nothing themselves.
    private static Throwable unwrapped(Throwable e) {
        boolean wrapper = e instanceof ExecutionException || e instanceof CompletionException
                || e instanceof UncheckedIOException;
        return wrapper && e.getCause() != null ? unwrapped(e.getCause()) : e;
    }

    private static String describe(Exception e) {
        String message = e.getMessage();
        return switch (e) {
            case NoSuchFileException ours when isOurs(ours) -> ours.getMessage();
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException file when file.getReason() == null -> file.getFile() + ": " + name(file);
            case IOException io when message != null -> DiskFull.explained(message);
            case RuntimeException ours when message != null && isDeliberate(ours) -> message;
            default -> bug(e);
        };
    }

    private static String bug(Throwable e) {
        return "a bug in Lathe: " + e + "; run again with " + STACKTRACE + " and report what it prints";
    }

    /// Ours on purpose: an exception type of our own, or a general one that our own code has thrown itself. The same
    /// general types thrown inside the JDK come from mistakes of ours.
    private static boolean isDeliberate(RuntimeException e) {
        if (e.getClass().getName().startsWith(OUR_PACKAGES)) {
            return true;
        }
        return DELIBERATE.contains(e.getClass()) && isOurs(e) && !DIVISION_BY_ZERO.equals(e.getMessage());
    }

    /// Whether our own code has thrown it.
    private static boolean isOurs(Exception e) {
        StackTraceElement[] frames = e.getStackTrace();
        return frames.length > 0 && frames[0].getClassName().startsWith(OUR_PACKAGES);
    }

    private static String name(FileSystemException e) {
        return e.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String asOneLine(String message) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        boolean sentence = line.length() > 1 && Character.isUpperCase(line.charAt(0))
                && Character.isLowerCase(line.charAt(1));
        return sentence ? Character.toLowerCase(line.charAt(0)) + line.substring(1) : line;
    }
}
