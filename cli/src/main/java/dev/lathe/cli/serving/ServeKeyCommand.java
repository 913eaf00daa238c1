package dev.lathe.cli.serving;

import dev.lathe.bert.checkpoint.file.WholeAppend;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.key.KeyHash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe serve-key`: a key for one who may ask a server.
@Command(name = "serve-key", mixinStandardHelpOptions = true,
        description = "Makes an API key for 'lathe serve': prints it, once, and appends its holder's name and its SHA-256 to a file. The key itself is "
                + "nowhere else. A holder's line is taken out to take the key away; the server reads the file again when it changes.",
        customSynopsis = "lathe serve-key --name NAME --api-keys FILE [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe serve-key --name ann --api-keys keys.txt",
            "  lathe serve-key --name web --api-keys keys.txt --per-minute 600 --role reader"})
public final class ServeKeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Whose key it is; without blanks.")
    private String name = "";

    @Option(names = "--api-keys", required = true, paramLabel = "FILE", description = "The file of keys, made if it is not there.")
    private Path file = Path.of("");

    @Option(names = "--per-minute", paramLabel = "N", description = "How many requests a minute the key is good for; default any number.")
    private Optional<Integer> perMinute = Optional.empty();

    @Option(names = "--role", paramLabel = "NAME", description = "What the key is for: a role of the server's --roles file.")
    private Optional<String> role = Optional.empty();

    private final Surroundings surroundings;

    public ServeKeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (perMinute.isPresent() && perMinute.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--per-minute %d: must be at least 1".formatted(perMinute.get()));
        }
        if (role.isPresent() && !role.get().matches("\\S+")) {
            throw new ParameterException(spec.commandLine(), "--role '%s': a role has no blanks".formatted(role.get()));
        }
        String key = KeyHash.newKey();
        String line = beforeLine() + KeyHash.line(name, key) + perMinute.map(count -> " " + count).orElse("") + role.map(one -> " role=" + one).orElse("") + "\n";
        append(line);
        surroundings.out().println(key);
        return ExitCode.DONE;
    }

    /// All of a line or nothing: a server takes no file with half of one.
    private void append(String line) throws IOException {
        boolean there = Files.exists(file);
        boolean written = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            WholeAppend.of(file, channel, StandardCharsets.UTF_8.encode(line));
            written = true;
        } finally {
            if (!there && !written) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// What parts the new line from those that are there, of which somebody may have written the last one without its end.
    ///
    /// @throws CommandFailure if the holder has a line: a server takes no file in which a name is twice
    private String beforeLine() throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        String kept = Files.readString(file);
        List<String> lines = kept.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().split("\\s+", 2)[0].equals(name)) {
                throw new CommandFailure("%s:%d: '%s' has a key; take that line out first, or choose another name".formatted(file, i + 1, name));
            }
        }
        return kept.isEmpty() || kept.endsWith("\n") ? "" : "\n";
    }
}
