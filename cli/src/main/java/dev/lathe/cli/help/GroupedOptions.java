package dev.lathe.cli.help;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine;

/// Lists the options of a command under headings, each group and each option where it is declared first.
public final class GroupedOptions implements IHelpSectionRenderer {
    private GroupedOptions() {
    }

    /// Lets a command and all below it list their options so.
    public static void into(CommandLine command) {
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedOptions());
        command.getSubcommands().values().forEach(GroupedOptions::into);
    }

    @Override
    public String render(Help help) {
        var text = new StringBuilder();
        for (Map.Entry<String, List<OptionSpec>> group : of(help.commandSpec()).entrySet()) {
            Help.Layout layout = help.createDefaultLayout(group.getValue(), List.of(), help.colorScheme());
            layout.addOptions(group.getValue(), help.parameterLabelRenderer());
            text.append(System.lineSeparator()).append(group.getKey()).append(':').append(System.lineSeparator()).append(layout);
        }
        return text.toString();
    }

    /// The options that are shown, by their headings; what every command has comes last.
    static SequencedMap<String, List<OptionSpec>> of(CommandSpec command) {
        var groups = new LinkedHashMap<String, List<OptionSpec>>();
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                groups.computeIfAbsent(heading(option), _ -> new ArrayList<>()).add(option);
            }
        }
        List<OptionSpec> general = groups.remove(OptionGroup.GENERAL);
        if (general != null) {
            groups.put(OptionGroup.GENERAL, general);
        }
        return groups;
    }

    private static String heading(OptionSpec option) {
        if (!(option.userObject() instanceof Field field)) {
            return OptionGroup.GENERAL;
        }
        OptionGroup own = field.getAnnotation(OptionGroup.class);
        OptionGroup shared = field.getDeclaringClass().getAnnotation(OptionGroup.class);
        boolean ours = field.getDeclaringClass().getName().startsWith("dev.lathe.");
        return own != null ? own.value() : shared != null ? shared.value() : ours ? OptionGroup.MAIN : OptionGroup.GENERAL;
    }
}
