package dev.lathe.cli.help;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine;

/// Completion for the fish shell: what may follow on a command line, as calls of its `complete`.
public final class FishCompletion {
    private FishCompletion() {
    }

    public static String of(CommandSpec root) {
        var script = new StringBuilder("# Completion of %s for fish; put it into ~/.config/fish/completions/%1$s.fish\n"
                .formatted(root.name()));
        append(root, root, "__fish_use_subcommand", script);
        for (Map.Entry<String, CommandLine> command : root.subcommands().entrySet()) {
            CommandSpec spec = command.getValue().getCommandSpec();
            script.append("complete -c %s -n __fish_use_subcommand -f -a %s -d '%s'\n".formatted(
                    root.name(), command.getKey(), firstSentence(String.join(" ", spec.usageMessage().description()))));
            append(root, spec, "'__fish_seen_subcommand_from " + command.getKey() + "'", script);
        }
        return script.toString();
    }

    private static void append(CommandSpec root, CommandSpec command, String condition, StringBuilder script) {
        for (OptionSpec option : command.options()) {
            script.append("complete -c ").append(root.name()).append(" -n ").append(condition);
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                script.append(" -r");
            }
            if (option.paramLabel().matches("[a-z0-9.-]+(\\|[a-z0-9.-]+)+")) {
                script.append(" -f -a '").append(option.paramLabel().replace('|', ' ')).append('\'');
            }
            script.append(" -d '").append(firstSentence(ManPage.description(option))).append("'\n");
        }
    }

    private static String firstSentence(String text) {
        return text.split("[.;:] |\\.$")[0].replace("%n", " ").replace("\\", "\\\\").replace("'", "\\'");
    }
}
