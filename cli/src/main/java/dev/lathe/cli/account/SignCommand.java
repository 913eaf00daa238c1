package dev.lathe.cli.account;

import dev.lathe.cli.guard.AuditArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.audit.AuditStep;
import dev.lathe.trust.audit.ModelHash;
import dev.lathe.trust.provenance.SignedDirectory;
import dev.lathe.trust.provenance.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe sign`: says by a signature that a model's directory is what it is.
@Command(name = "sign", mixinStandardHelpOptions = true,
        description = "Writes the SHA-256 of every file of a directory into SHA256SUMS, and beside it the list's signature and the public key. "
                + "'lathe verify' finds what is changed from then on.",
        customSynopsis = "lathe sign DIR --key FILE",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe sign my-model --key model.key"})
public final class SignCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory.")
    private Path directory = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "FILE",
            description = "The private key, with its public half beside it in FILE.pub: of 'lathe keygen', or of openssl's Ed25519.")
    private Path key = Path.of("");

    @Mixin
    private AuditArgument audit = new AuditArgument();

    private final Surroundings surroundings;

    public SignCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        audit.check();
        SigningKey signing = SigningKey.read(key);
        SignedDirectory.requireDirectory(directory);
        var facts = new LinkedHashMap<String, String>();
        if (audit.isGiven()) {
            // With the signature in it, the directory is another: both hashes, so that the chain goes on from the training.
            facts.put("model", directory.toString());
            facts.put("before_sha256", ModelHash.of(directory));
        }
        int files = SignedDirectory.sign(directory, signing);
        if (audit.isGiven()) {
            facts.put("model_sha256", ModelHash.of(directory));
            facts.put("key", signing.verifying().fingerprint());
            audit.note(AuditStep.Kind.SIGNED, facts);
        }
        surroundings.out().println("%s: %d files signed by %s".formatted(directory, files, signing.verifying().fingerprint()));
        return ExitCode.DONE;
    }
}
