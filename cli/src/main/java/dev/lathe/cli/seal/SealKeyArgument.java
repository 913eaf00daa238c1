package dev.lathe.cli.account;

import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.seal.SealKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The key of encrypted directories.
final class SealKeyArgument {
    private static final String VARIABLE = "LATHE_KEY";

    @Option(names = "--key-file", paramLabel = "FILE",
            description = "The key, 64 hexadecimal digits: 'openssl rand -hex 32 > FILE'. Without, it is taken from the environment variable LATHE_KEY.")
    private Optional<Path> file = Optional.empty();

    /// @throws CommandFailure if no key is given
    SealKey key(Surroundings surroundings) throws IOException {
        if (file.isPresent()) {
            return SealKey.read(file.get());
        }
        String given = surroundings.environment().get(VARIABLE);
        if (given == null) {
            throw new CommandFailure("no key: give --key-file, or set " + VARIABLE);
        }
        return SealKey.of(given, VARIABLE);
    }
}
