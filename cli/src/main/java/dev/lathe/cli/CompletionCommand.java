package dev.lathe.cli;

import dev.lathe.cli.help.FishCompletion;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lathe completion`: what lets a shell complete commands and options.
@Command(name = "completion", mixinStandardHelpOptions = true,
        description = "Prints a script that lets a shell complete commands and options.",
        footerHeading = "%nExamples:%n", footer = {
            "  source <(lathe completion bash)",
            "  lathe completion fish > ~/.config/fish/completions/lathe.fish"})
final class CompletionCommand implements Callable<Integer> {
    /// The shells there are scripts for.
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell = Shell.BASH;

    private final Surroundings surroundings;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        surroundings.out().print(switch (shell) {
            // picocli's script sees for itself whether it runs in zsh, and then loads zsh's stand-in for bash.
            case BASH, ZSH -> AutoComplete.bash(root.name().toLowerCase(Locale.ROOT), root.commandLine());
            case FISH -> FishCompletion.of(root);
        });
        return ExitCode.DONE;
    }
}
