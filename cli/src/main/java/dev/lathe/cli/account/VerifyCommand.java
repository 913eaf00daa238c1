package dev.lathe.cli.account;

import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.provenance.Fault;
import dev.lathe.trust.provenance.SignedDirectory;
import dev.lathe.trust.provenance.Verdict;
import dev.lathe.trust.provenance.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe verify`: whether a model's directory is what was signed.
@Command(name = "verify", mixinStandardHelpOptions = true,
        description = "Holds every file of a directory against what 'lathe sign' has signed, and names each that was changed, added or taken away. "
                + "Fails unless all is as it was signed.",
        customSynopsis = "lathe verify DIR [--key PUB]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe verify my-model --key model.key.pub"})
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The directory.")
    private Path directory = Path.of("");

    @Option(names = "--key", paramLabel = "PUB",
            description = "The public key of who is to have signed it. Without, anybody may have, and you compare the fingerprint.")
    private Optional<Path> key = Optional.empty();

    private final Surroundings surroundings;

    public VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<VerifyingKey> expected = key.isPresent() ? Optional.of(VerifyingKey.read(key.get())) : Optional.empty();
        return switch (SignedDirectory.verify(directory, expected)) {
            case Verdict.Intact(String fingerprint, int files) -> {
                surroundings.out().println("%s: %d files as signed by %s%s".formatted(directory, files, fingerprint,
                        expected.isPresent() ? "" : "; whose key that is was not checked, give --key"));
                yield ExitCode.DONE;
            }
            case Verdict.Unsigned() -> throw new CommandFailure(directory + ": unsigned");
            case Verdict.Broken(List<Fault> faults) -> {
                faults.forEach(fault -> surroundings.out().println(fault));
                surroundings.out().flush();
                throw new CommandFailure("%s: not as it was signed, in %d %s".formatted(directory, faults.size(), faults.size() == 1 ? "place" : "places"));
            }
        };
    }
}
