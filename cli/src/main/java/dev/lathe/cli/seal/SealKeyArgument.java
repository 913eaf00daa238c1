package dev.lathe.cli.seal;

import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.seal.SealKey;
import dev.lathe.trust.seal.SealedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The key of encrypted directories.
public final class SealKeyArgument {
    private static final String VARIABLE = "LATHE_KEY";

    private final String places;

    @Option(names = "--key-file", paramLabel = "FILE",
            description = "The key of what is encrypted, 64 hexadecimal digits: 'openssl rand -hex 32 > FILE'. Without, it is taken from the environment "
                    + "variable LATHE_KEY.")
    private Optional<Path> file = Optional.empty();

    private SealKeyArgument(String places) {
        this.places = places;
    }

    /// As an option of a command.
    public SealKeyArgument() {
        this("give --key-file, or set " + VARIABLE);
    }

    /// For commands without the option.
    public static SealKeyArgument ofEnvironment() {
        return new SealKeyArgument("set " + VARIABLE);
    }

    /// @throws CommandFailure if no key is given
    public SealKey key(Surroundings surroundings) throws IOException {
        return given(surroundings).orElseThrow(() -> new CommandFailure("no key: " + places));
    }

    /// A model's directory as it is read: one that is encrypted is decrypted into memory.
    ///
    /// @throws CommandFailure if it is encrypted and no key is given
    /// @throws dev.lathe.trust.seal.SealException if it was encrypted with another key, or changed
    public Path opened(Path directory, Surroundings surroundings) throws IOException {
        if (!SealedDirectory.isOne(directory)) {
            return directory;
        }
        SealKey key = given(surroundings).orElseThrow(() -> new CommandFailure("%s: encrypted, and no key: %s".formatted(directory, places)));
        return ModelMemoryError.reading(directory.toString(), () -> SealedDirectory.open(directory, key));
    }

    private Optional<SealKey> given(Surroundings surroundings) throws IOException {
        if (file.isPresent()) {
            return Optional.of(SealKey.read(file.get()));
        }
        String variable = surroundings.environment().get(VARIABLE);
        return variable == null ? Optional.empty() : Optional.of(SealKey.of(variable, VARIABLE));
    }
}
