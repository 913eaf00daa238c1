package dev.lathe.train.tune;

import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.train.evaluate.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;

/// What one trial got at its evaluations. One that is done again after a kill counts once.
final class TrialScores implements AutoCloseable {
    private final LineFile lines;
    /// By the optimiser step.
    private final TreeMap<Integer, Standing> standings = new TreeMap<>();

    private TrialScores(LineFile lines) {
        this.lines = lines;
    }

    static TrialScores open(Path file) throws IOException {
        var scores = new TrialScores(LineFile.open(file));
        boolean sound = false;
        try {
            for (JsonObject line : scores.lines.lines()) {
                scores.standings.put(line.requiredInteger("step"), StandingJson.read(line));
            }
            sound = true;
            return scores;
        } finally {
            if (!sound) {
                scores.close();
            }
        }
    }

    void add(int step, Standing standing) throws IOException {
        if (standings.putIfAbsent(step, standing) == null) {
            lines.append(json -> {
                json.writeNumberField("step", step);
                StandingJson.write(standing, json);
            });
        }
    }

    int evaluations() {
        return standings.size();
    }

    /// The best, of equals the first.
    Standing best() {
        return standings.values().stream().reduce((best, next) -> next.isBetterThan(best) ? next : best)
                .orElseThrow(() -> new IllegalStateException("a trial without an evaluation on dev data"));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
