package dev.lathe.cli.terminal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// A command line as somebody could type it.
final class CommandLineWords {
    private static final String MODEL = "--model";
    /// What a shell leaves as it is.
    private static final Pattern PLAIN = Pattern.compile("[\\p{IsAlphabetic}0-9_./:=@,+-]+");
    private static final Pattern SPECIAL = Pattern.compile("[\"\\\\$`]");

    private CommandLineWords() {
    }

    /// The line with `--model` before what stands alone in it: somebody has named a model so.
    ///
    /// @param alone what the command does not know
    /// @param given the whole line
    /// @return the line; empty if the command has no such option, or it was given
    static Optional<String> withModel(String alone, List<String> given, CommandLine command) {
        int place = given.indexOf(alone);
        if (place <= 0 || alone.startsWith("-") || command.getCommandSpec().findOption(MODEL) == null
                || given.stream().anyMatch(word -> word.equals(MODEL) || word.startsWith(MODEL + "="))) {
            return Optional.empty();
        }
        return Optional.of("lathe " + words(given.subList(0, place)) + " " + MODEL + " " + words(given.subList(place, given.size())));
    }

    private static String words(List<String> arguments) {
        return arguments.stream().map(CommandLineWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : '"' + SPECIAL.matcher(word).replaceAll("\\\\$0") + '"';
    }
}
