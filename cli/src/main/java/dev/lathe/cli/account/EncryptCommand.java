package dev.lathe.cli.account;

import dev.lathe.cli.seal.SealKeyArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.seal.SealedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe encrypt`: a directory that only the holder of a key can read.
@Command(name = "encrypt", mixinStandardHelpOptions = true,
        description = "Encrypts every file of a directory by AES-256-GCM, so that nobody without the key can read it or change it unnoticed. "
                + "File names and sizes are not hidden.",
        customSynopsis = "lathe encrypt DIR --to DIR [--key-file FILE]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe encrypt my-model --key-file secret.key --to my-model.sealed"})
public final class EncryptCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory; it stays as it is.")
    private Path directory = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "The directory that is made; it appears whole or not at all.")
    private Path to = Path.of("");

    @Mixin
    private SealKeyArgument key = new SealKeyArgument();

    private final Surroundings surroundings;

    public EncryptCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        int files = SealedDirectory.encrypt(directory, key.key(surroundings), to);
        surroundings.out().println("%s: %d files encrypted".formatted(to, files));
        return ExitCode.DONE;
    }
}
