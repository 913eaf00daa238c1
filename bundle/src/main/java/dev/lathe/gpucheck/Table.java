package dev.lathe.gpucheck;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The findings as a person reads them.
final class Table {
    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void begin(Part part) {
        out.println("== %s (at most %d s)".formatted(part.title(), part.limit().toSeconds()));
    }

    void end(PartRun run) {
        run.findings().forEach(finding -> out.println("   " + line(finding)));
        String outcome = switch (run.outcome()) {
            case DONE -> run.isSound() ? "done" : "FELL SHORT";
            case FAILED -> "FAILED";
            case TIMED_OUT -> "TIMED OUT";
            case SKIPPED -> "SKIPPED: the time for all is up";
        };
        run.said().lines().forEach(line -> out.println("   | " + line));
        out.println(String.format(Locale.ROOT, "   -- %s: %s, %.1f s", run.part(), outcome, run.seconds()));
    }

    void close(List<PartRun> runs, Path json) {
        long sound = runs.stream().filter(PartRun::isSound).count();
        out.println("== %d of %d parts are sound; written to %s".formatted(sound, runs.size(), json));
    }

    private static String line(Finding finding) {
        return switch (finding) {
            case Finding.Fact fact -> "%-34s %s".formatted(fact.name(), fact.text());
            case Finding.Check check ->
                "%-4s %-46s %s".formatted(check.kept() ? "ok" : "NOT", check.name(), check.note()).stripTrailing();
            case Finding.Figure figure -> String.format(
                    Locale.ROOT, "%-56s %10.2f %-8s (%.2f to %.2f)",
                    figure.name(), figure.median(), figure.unit(), figure.min(), figure.max());
        };
    }
}
