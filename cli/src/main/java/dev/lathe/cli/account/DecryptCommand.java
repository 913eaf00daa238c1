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

/// `lathe decrypt`: a directory as it was before it was encrypted.
@Command(name = "decrypt", mixinStandardHelpOptions = true,
        description = "Decrypts what 'lathe encrypt' has encrypted. Anything that was changed, moved, taken away or added is refused, and nothing is written then.",
        customSynopsis = "lathe decrypt DIR --to DIR [--key-file FILE]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe decrypt my-model.sealed --key-file secret.key --to my-model"})
public final class DecryptCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory; it stays as it is.")
    private Path directory = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "The directory that is made; it appears whole or not at all.")
    private Path to = Path.of("");

    @Mixin
    private SealKeyArgument key = new SealKeyArgument();

    private final Surroundings surroundings;

    public DecryptCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        int files = SealedDirectory.decrypt(directory, key.key(surroundings), to);
        surroundings.out().println("%s: %d files decrypted".formatted(to, files));
        return ExitCode.DONE;
    }
}
