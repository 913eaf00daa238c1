package dev.lathe.cli.help;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine;

/// Lists the commands under headings, each with the first sentence of what it does.
public final class GroupedCommands implements IHelpSectionRenderer {
    private static final int INDENT = 2;
    private static final int GAP = 2;

    private final SequencedMap<String, List<String>> groups;

    private GroupedCommands(SequencedMap<String, List<String>> groups) {
        this.groups = groups;
    }

    /// Lets a command list those below it so.
    ///
    /// @param groups the names of each heading's commands, as the keys of a map; those that the command does not have are left out
    public static void into(CommandLine command, SequencedMap<String, ? extends Map<String, ?>> groups) {
        var names = new LinkedHashMap<String, List<String>>();
        groups.forEach((heading, commands) -> names.put(heading, List.copyOf(commands.keySet())));
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new GroupedCommands(names));
    }

    @Override
    public String render(Help help) {
        SequencedMap<String, Help> commands = new LinkedHashMap<>(help.subcommands());
        int names = commands.keySet().stream().mapToInt(String::length).max().orElse(0) + INDENT + GAP;
        int width = help.commandSpec().usageMessage().width();
        var text = new StringBuilder();
        groups.forEach((heading, members) -> {
            var table = Help.TextTable.forColumns(help.colorScheme(), new Column(names, INDENT, Column.Overflow.SPAN),
                    new Column(width - names, 0, Column.Overflow.WRAP));
            members.stream().filter(commands::containsKey)
                    .forEach(name -> table.addRowValues(name, firstSentence(commands.get(name).commandSpec())));
            if (table.rowCount() > 0) {
                text.append(System.lineSeparator()).append(heading).append(':').append(System.lineSeparator()).append(table);
            }
        });
        return text.toString();
    }

    /// The rest is told by the command's own help.
    private static String firstSentence(CommandSpec command) {
        return String.join(" ", command.usageMessage().description()).split("\\. (?=[A-Z']|[a-z]+:)")[0].replaceFirst("\\.$", "");
    }
}
