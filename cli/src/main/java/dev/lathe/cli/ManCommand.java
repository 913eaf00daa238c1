package dev.lathe.cli;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.cli.help.ManPage;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.VersionLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/// `lathe man`: the help of commands as pages for `man`.
@Command(name = "man", mixinStandardHelpOptions = true,
        description = "Prints a manual page, or writes all of them.",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe man finetune | man -l -",
            "  lathe man --to ~/.local/share/man/man1"})
final class ManCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command that the page is of; without it lathe's own.")
    private Optional<String> command = Optional.empty();

    @Option(names = "--to", paramLabel = "DIR", description = "Write a page for each command to this directory, which is made.")
    private Optional<Path> target = Optional.empty();

    private final Surroundings surroundings;

    ManCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec root = spec.root();
        if (target.isPresent()) {
            Files.createDirectories(target.get());
            for (CommandSpec each : all(root)) {
                Path file = target.get().resolve(ManPage.name(each) + ".1");
                try (Unfinished unfinished = Unfinished.beside(file)) {
                    NamedWriting.of(file, () -> Files.writeString(unfinished.path(), page(each)));
                    unfinished.publish();
                }
            }
            return ExitCode.DONE;
        }
        if (command.isEmpty()) {
            surroundings.out().print(page(root));
            return ExitCode.DONE;
        }
        CommandLine named = root.subcommands().get(command.get());
        if (named == null) {
            throw new ParameterException(spec.commandLine(), "no command '%s'".formatted(command.get()));
        }
        surroundings.out().print(page(named.getCommandSpec()));
        return ExitCode.DONE;
    }

    private static List<CommandSpec> all(CommandSpec root) {
        return Stream.concat(Stream.of(root), root.subcommands().values().stream().map(CommandLine::getCommandSpec)).toList();
    }

    private static String page(CommandSpec command) {
        return ManPage.of(command, "lathe " + VersionLine.number());
    }
}
