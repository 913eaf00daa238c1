package dev.lathe.cli;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.provenance.SignedDirectory;
import dev.lathe.trust.provenance.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe sign`: says by a signature that a model's directory is what it is.
@Command(name = "sign", mixinStandardHelpOptions = true,
        description = "Writes the SHA-256 of every file of a directory into SHA256SUMS, and beside it the list's signature and the public key. "
                + "'lathe verify' finds what is changed from then on.",
        customSynopsis = "lathe sign DIR --key FILE",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe sign my-model --key model.key"})
final class SignCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory.")
    private Path directory = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "FILE",
            description = "The private key, with its public half beside it in FILE.pub: of 'lathe keygen', or of openssl's Ed25519.")
    private Path key = Path.of("");

    private final Surroundings surroundings;

    SignCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        SigningKey signing = SigningKey.read(key);
        int files = SignedDirectory.sign(directory, signing);
        surroundings.out().println("%s: %d files signed by %s".formatted(directory, files, signing.verifying().fingerprint()));
        return ExitCode.DONE;
    }
}
