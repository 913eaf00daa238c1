package dev.lathe.trust.federation;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.train.run.LocalTraining;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where a federation stands: its state after the last whole round, and what it was begun with.
///
/// @param folder of its own, which goes when the result is complete
record FederationProgress(Path folder) {
    private static final String SETTINGS = "federation-settings.json";
    private static final String STATE = "state";

    /// File of the secret of the server's noise.
    Path secret() {
        return folder.resolve("noise-secret");
    }

    /// Begins, or goes on.
    ///
    /// @param training what all clients have in common
    /// @param settings of this federation, a field a line
    /// @param fresh state of one that begins
    /// @throws FederationException if the one to go on with was begun with something else
    RoundState begin(LocalTraining training, String settings, Supplier<RoundState> fresh) throws IOException {
        Path begun = folder.resolve(SETTINGS);
        Path state = folder.resolve(STATE);
        if (!Files.exists(state)) {
            training.describe(folder);
            NamedWriting.of(begun, () -> Files.writeString(begun, settings, StandardCharsets.UTF_8));
            RoundState first = fresh.get();
            first.write(state);
            return first;
        }
        Optional<String> difference = difference(Files.readAllLines(begun, StandardCharsets.UTF_8), settings.lines().toList());
        if (difference.isEmpty()) {
            difference = training.differenceFrom(folder);
        }
        if (difference.isPresent()) {
            throw new FederationException("not resumed, for it was begun with something else: %s; resume it with what it was begun with, or begin anew "
                    .formatted(difference.get()) + "without --resume");
        }
        return RoundState.read(state);
    }

    private static Optional<String> difference(List<String> before, List<String> now) {
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            String then = i < before.size() ? before.get(i) : "nothing";
            String here = i < now.size() ? now.get(i) : "nothing";
            if (!then.equals(here)) {
                return Optional.of("%s, now %s".formatted(field(then), field(here)));
            }
        }
        return Optional.empty();
    }

    private static String field(String line) {
        return line.strip().replaceAll(",$", "");
    }

    void save(RoundState state) throws IOException {
        state.write(folder.resolve(STATE));
    }
}
