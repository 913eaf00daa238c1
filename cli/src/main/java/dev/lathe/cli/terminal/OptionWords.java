package dev.lathe.cli.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine;

/// Says what the library says of a setting in the words of the command line: `--lr 0: …` for `learningRate 0.0: …`.
public final class OptionWords {
    /// The settings whose option has another name than their own with dashes.
    private static final Map<String, String> OTHER_NAMES = Map.of("learningRate", "--lr");

    private static final Pattern SETTING = Pattern.compile("([a-z][A-Za-z0-9]*) (\\S+)(: .*)");

    /// As a data file's reader has it; several labels stand in a column of that name.
    private static final Pattern NO_COLUMN = Pattern.compile("no column '(text|label)s?'; the columns");

    private OptionWords() {
    }

    /// The message, about the option if the command has one for what it is about.
    static String of(String message, CommandLine command) {
        Matcher setting = SETTING.matcher(message);
        if (!setting.matches()) {
            return message;
        }
        String option = OTHER_NAMES.getOrDefault(setting.group(1), dashed(setting.group(1)));
        if (command.getCommandSpec().findOption(option) == null) {
            return message;
        }
        var given = command.getParseResult().matchedOption(option);
        String value = given == null ? setting.group(2) : given.originalStringValues().getFirst();
        return option + " " + value + setting.group(3);
    }

    /// The message of a failure while the command ran: a column that files lack may have another name there.
    static String hinted(String message, CommandLine command) {
        Matcher column = NO_COLUMN.matcher(message);
        if (column.find()) {
            String option = "--" + column.group(1) + "-column";
            if (command.getCommandSpec().findOption(option) != null && !command.getParseResult().hasMatchedOption(option)) {
                return message + "; " + option + " names another";
            }
        }
        return message;
    }

    /// Makes something of the options' values, which are wrong usage if they are refused.
    ///
    /// @throws ParameterException naming the option
    public static <T> T checked(CommandLine command, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, of(String.valueOf(e.getMessage()), command), e);
        }
    }

    private static String dashed(String setting) {
        return "--" + setting.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
