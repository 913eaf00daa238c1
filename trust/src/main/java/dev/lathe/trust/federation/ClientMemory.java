package dev.lathe.trust.federation;

import dev.lathe.bert.checkpoint.file.Unfinished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a client's optimiser remembers after each round, so that a round can be done again: a directory `after-round-N` for each of the last two rounds
/// that it took part in, which is there whole or not at all.
///
/// @param folder that they are in
record ClientMemory(Path folder) {
    private static final String PREFIX = "after-round-";
    private static final String STEP = "step";

    /// Where it stands.
    ///
    /// @param steps done
    record Last(Path directory, int round, int steps) {}

    /// What it has come to before a round; what it has done in that round and later is forgotten, as if it had never been.
    Optional<Last> before(int round) throws IOException {
        Files.createDirectories(folder);
        Optional<Last> last = Optional.empty();
        for (Path directory : rounds()) {
            // A deletion that was killed leaves one without its step.
            if (number(directory) >= round || !Files.exists(directory.resolve(STEP))) {
                delete(directory);
            } else {
                int steps = Integer.parseInt(Files.readString(directory.resolve(STEP), StandardCharsets.US_ASCII).strip());
                last = Optional.of(new Last(directory, number(directory), steps));
            }
        }
        return last;
    }

    /// A directory for what is remembered after a round; [#publish] brings it to its place.
    Unfinished after(int round) throws IOException {
        Unfinished next = Unfinished.beside(folder.resolve(PREFIX + round));
        Files.createDirectory(next.path());
        return next;
    }

    /// @param used the memory that the round began with, which is kept
    void publish(Unfinished next, int steps, Optional<Last> used) throws IOException {
        Files.writeString(next.path().resolve(STEP), steps + "\n", StandardCharsets.US_ASCII);
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

    private static void delete(Path directory) throws IOException {
        // First the one without which it counts for nothing.
        Files.deleteIfExists(directory.resolve(STEP));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
