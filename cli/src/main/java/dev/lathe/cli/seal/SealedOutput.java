package dev.lathe.cli.seal;

import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.trust.seal.MemoryDirectory;
import dev.lathe.trust.seal.SealKey;
import dev.lathe.trust.seal.SealedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A result that is made in memory and reaches the disk encrypted, whole or not at all.
///
/// @param place where it is made
/// @param target where it is to be on the disk
public record SealedOutput(Path place, Path target, SealKey key) {
    /// Looks first whether it could be written, for what is in memory would be lost.
    ///
    /// @throws dev.lathe.train.output.OutputException if something is there already
    public static SealedOutput to(Path target, SealKey key) throws IOException {
        OutputDirectory.requireAbsent(target, ExistingOutput.REFUSE);
        Files.createDirectories(target.toAbsolutePath().normalize().getParent());
        return new SealedOutput(MemoryDirectory.at(target), target, key);
    }

    /// Encrypts it; call it once, when it is whole.
    public void publish() throws IOException {
        SealedDirectory.encrypt(place, key, target);
    }
}
