package dev.lathe.trust.federation;

import dev.lathe.bert.checkpoint.file.FileTree;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.train.output.Checksums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a client's optimiser remembers after each round, so that a round can be done again: a directory `after-round-N` for each of the last two rounds
/// that it took part in, which is there whole or not at all, with the hashes of its files.
///
/// @param folder that they are in
record ClientMemory(Path folder) {
    private static final String PREFIX = "after-round-";
    private static final String STEP = "step";
    private static final String DISCARDED = "discarded";
    private static final String ADVICE = "the client's memory is damaged, begin the federation anew";

    /// Where it stands.
    ///
    /// @param steps done
    record Last(Path directory, int round, int steps) {}

    /// What it has come to before a round; what it has done in that round and later is forgotten, as if it had never been.
    ///
    /// @throws dev.lathe.train.output.OutputException naming a file that is not what was written
    Optional<Last> before(int round) throws IOException {
        Files.createDirectories(folder);
        FileTree.delete(folder.resolve(DISCARDED));
        Optional<Path> last = Optional.empty();
        for (Path directory : rounds()) {
            if (number(directory) >= round) {
                delete(directory);
            } else {
                last = Optional.of(directory);
            }
        }
        return last.isEmpty() ? Optional.empty() : Optional.of(read(last.get()));
    }

    private static Last read(Path directory) throws IOException {
        Checksums.verify(directory, ADVICE);
        int steps = Integer.parseInt(Files.readString(directory.resolve(STEP), StandardCharsets.US_ASCII).strip());
        return new Last(directory, number(directory), steps);
    }

    /// A directory for what is remembered after a round; [#publish] brings it to its place.
    Unfinished after(int round) throws IOException {
        Unfinished next = Unfinished.beside(folder.resolve(PREFIX + round));
        Files.createDirectory(next.path());
        return next;
    }

    /// @param used the memory that the round began with, which is kept
    void publish(Unfinished next, int steps, Optional<Last> used) throws IOException {
        Path step = next.path().resolve(STEP);
        NamedWriting.of(step, () -> Files.writeString(step, steps + "\n", StandardCharsets.US_ASCII));
        Checksums.write(next.path(), Map.of());
        next.publish();
        for (Path directory : rounds()) {
            if (used.isPresent() && number(directory) < used.get().round) {
                delete(directory);
            }
        }
    }

    private static int number(Path directory) {
        return Integer.parseInt(String.valueOf(directory.getFileName()).substring(PREFIX.length()));
    }

    private List<Path> rounds() throws IOException {
        var rounds = new ArrayList<Path>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, PREFIX + "*")) {
            entries.forEach(rounds::add);
        }
        rounds.sort(Comparator.comparingInt(ClientMemory::number));
        return rounds;
    }

    /// Under a name that counts for nothing, so that a deletion that is killed leaves no half of a memory.
    private void delete(Path directory) throws IOException {
        Path discarded = folder.resolve(DISCARDED);
        Files.move(directory, discarded, StandardCopyOption.ATOMIC_MOVE);
        FileTree.delete(discarded);
    }
}
