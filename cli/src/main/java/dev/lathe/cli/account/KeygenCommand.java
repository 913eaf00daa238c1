package dev.lathe.cli.account;

import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.provenance.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lathe keygen`: a pair of keys to sign models with.
@Command(name = "keygen", mixinStandardHelpOptions = true,
        description = "Makes a pair of keys of Ed25519 for 'lathe sign': FILE, which only you may read, and FILE.pub, for everybody. Prints the fingerprint.",
        customSynopsis = "lathe keygen FILE",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe keygen model.key"})
public final class KeygenCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "Where the private key goes; a key that is there stays.")
    private Path file = Path.of("");

    private final Surroundings surroundings;

    public KeygenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        for (Path half : List.of(file, SigningKey.publicFile(file))) {
            if (Files.exists(half)) {
                throw new CommandFailure(half + ": is there already; a key that is overwritten is lost");
            }
        }
        SigningKey key = SigningKey.create();
        key.write(file);
        surroundings.out().println(key.verifying().fingerprint());
        return ExitCode.DONE;
    }
}
