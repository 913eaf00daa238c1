package dev.lathe.cli.help;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine;

/// A command's help as a page for `man`, in roff's macros of man(7).
public final class ManPage {
    private static final Pattern BLOCK = Pattern.compile("(?m)^(?=[.'])");
    private static final List<String> ENVIRONMENT = List.of(
            "LATHE_JAVA_HOME", "The JDK to run on, 25 or newer.",
            "LATHE_JAVA_OPTS", "Options for Java, such as -Xmx8g.",
            "LATHE_CACHE", "Where fetched models and data stay; without it $XDG_CACHE_HOME/lathe, else ~/.cache/lathe.");

    private ManPage() {
    }

    /// The page's name: `lathe-finetune`.
    public static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /// @param version what the page's foot says of the program
    public static String of(CommandSpec command, String version) {
        var page = new StringBuilder();
        String description = description(command);
        page.append(".TH \"%s\" 1 \"\" \"%s\" \"Lathe\"\n".formatted(name(command).toUpperCase(Locale.ROOT), text(version)));
        page.append(".SH NAME\n").append(text(name(command))).append(" \\- ").append(text(description.split("\\. |\\.$")[0])).append('\n');
        page.append(".SH SYNOPSIS\n.B ").append(text(command.qualifiedName())).append('\n').append(synopsis(command)).append('\n');
        page.append(".SH DESCRIPTION\n").append(text(description)).append('\n');
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            page.append(".TP\n\\fI").append(text(parameter.paramLabel())).append("\\fR\n").append(text(description(parameter))).append('\n');
        }
        GroupedOptions.of(command).forEach((heading, options) -> {
            page.append(".SH ").append(text(heading.toUpperCase(Locale.ROOT))).append('\n');
            options.forEach(option -> append(option, page));
        });
        if (!command.subcommands().isEmpty()) {
            page.append(".SH COMMANDS\n");
            for (Map.Entry<String, CommandLine> below : command.subcommands().entrySet()) {
                page.append(".TP\n.B ").append(text(below.getKey())).append('\n')
                        .append(text(description(below.getValue().getCommandSpec()))).append('\n');
            }
        }
        appendExamples(command, page);
        page.append(".SH EXIT STATUS\n0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 ended by SIGTERM.\n.SH ENVIRONMENT\n");
        for (int i = 0; i < ENVIRONMENT.size(); i += 2) {
            page.append(".TP\n.B ").append(text(ENVIRONMENT.get(i))).append('\n').append(text(ENVIRONMENT.get(i + 1))).append('\n');
        }
        return page.toString();
    }

    private static String synopsis(CommandSpec command) {
        if (!command.subcommands().isEmpty()) {
            return "\\fICOMMAND\\fR [\\fIOPTIONS\\fR]";
        }
        String[] own = command.usageMessage().customSynopsis();
        if (own.length > 0) {
            return text(String.join(" ", own).substring(command.qualifiedName().length()).strip());
        }
        var words = new StringBuilder();
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            words.append("\\fI").append(text(parameter.paramLabel())).append("\\fR ");
        }
        command.options().stream().filter(OptionSpec::required).forEach(option ->
                words.append("\\fB").append(text(option.longestName())).append("\\fR \\fI").append(text(option.paramLabel())).append("\\fR "));
        return words + "[\\fIOPTIONS\\fR]";
    }

    private static void append(OptionSpec option, StringBuilder page) {
        page.append(".TP\n\\fB").append(text(String.join(", ", option.names()))).append("\\fR");
        if (option.arity().max() > 0) {
            page.append(" \\fI").append(text(option.paramLabel())).append("\\fR");
        }
        page.append('\n').append(text(description(option))).append('\n');
    }

    private static void appendExamples(CommandSpec command, StringBuilder page) {
        List<String> lines = Arrays.stream(command.usageMessage().footer()).map(ManPage::literal).filter(line -> line.startsWith("  ")).toList();
        if (!lines.isEmpty()) {
            page.append(".SH EXAMPLES\n.nf\n");
            lines.forEach(line -> page.append(text(line.strip())).append('\n'));
            page.append(".fi\n");
        }
    }

    private static String description(CommandSpec command) {
        return literal(String.join(" ", command.usageMessage().description()));
    }

    /// With what picocli puts in the place of its variables.
    static String description(ArgSpec argument) {
        String text = literal(String.join(" ", argument.description()));
        if (argument instanceof OptionSpec option && option.completionCandidates() != null) {
            text = text.replace("${COMPLETION-CANDIDATES}", String.join(", ", option.completionCandidates()));
        }
        String usual = argument.defaultValue();
        return text.replace("${DEFAULT-VALUE}", usual == null ? "none" : usual);
    }

    /// picocli formats its texts: `%%` is a percent sign.
    private static String literal(String text) {
        return text.replace("%%", "%").replace("%n", " ");
    }

    /// Without what roff would take for its own.
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
        return BLOCK.matcher(escaped).replaceAll(Matcher.quoteReplacement("\\&"));
    }
}
