package dev.lathe.cli.terminal;

import java.util.List;
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

    /// As a data file's reader has it.
    private static final Pattern NO_COLUMN = Pattern.compile("no (?:column )?'([^']*)'; the (?:columns|keys)");
    private static final String TEXT = "--text-column";
    private static final String OVERWRITE = "--overwrite";
    private static final String LABEL = "--label-column";
    private static final List<String> NAMING =
            List.of(TEXT, "--pair-column", LABEL, "--id-column", "--group", "--adapter-column");

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

    /// The message of a result that is there already: a command may have an option for that.
    static String overwriting(String message, CommandLine command) {
        return command.getCommandSpec().findOption(OVERWRITE) == null ? message : message.replace(" or overwrite it", " or " + OVERWRITE + " it");
    }

    /// The message of a failure while the command ran: a column that files lack may have another name there.
    static String hinted(String message, CommandLine command) {
        Matcher column = NO_COLUMN.matcher(message);
        if (!column.find()) {
            return message;
        }
        return switch (column.group(1)) {
            case "text" -> hinted(message, TEXT, command);
            // Several labels stand in a column of that name.
            case "label", "labels" -> hinted(message, LABEL, command);
            default -> isOfModel(column.group(1), command) ? message + "; the model was trained on a column of that name, " + naming(command) : message;
        };
    }

    private static String hinted(String message, String option, CommandLine command) {
        return command.getCommandSpec().findOption(option) != null && !command.getParseResult().hasMatchedOption(option)
                ? message + "; " + option + " names another" : message;
    }

    /// Whether a column's name is that of a model's record: nothing is trained, nobody has given it, and it can be given.
    private static boolean isOfModel(String column, CommandLine command) {
        return command.getCommandSpec().findOption(TEXT) != null && command.getCommandSpec().findOption("--train") == null
                && NAMING.stream().map(command.getParseResult()::matchedOption).noneMatch(given -> given != null && given.stringValues().contains(column))
                && !(isGiven(TEXT, command) && isGiven(LABEL, command));
    }

    private static String naming(CommandLine command) {
        return isGiven(TEXT, command) ? LABEL + " names another" : isGiven(LABEL, command) ? TEXT + " names another" : TEXT + " and " + LABEL + " name others";
    }

    private static boolean isGiven(String option, CommandLine command) {
        return command.getParseResult().hasMatchedOption(option);
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
