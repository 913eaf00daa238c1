package dev.lathe.gpucheck;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/// Where a part leaves what it finds, at once: what was found before a part fails is kept.
final class Findings {
    private final PrintStream out;

    /// @param out gets a line for each finding
    Findings(PrintStream out) {
        this.out = out;
    }

    void fact(String name, String text) {
        add(new Finding.Fact(name, text));
    }

    void check(String name, boolean kept, String note) {
        add(new Finding.Check(name, kept, note));
    }

    /// Whether a difference between GPU and CPU is within what is allowed.
    void difference(String name, double difference, double allowed) {
        check(name, difference <= allowed, String.format(Locale.ROOT, "%.1e, allowed %.0e", difference, allowed));
    }

    /// @param values one of each round; sorted by this
    void figure(String name, String unit, double... values) {
        Arrays.sort(values);
        add(new Finding.Figure(name, unit, values[values.length / 2], values[0], values[values.length - 1]));
    }

    private void add(Finding finding) {
        out.println(FindingJson.line(finding));
        out.flush();
    }
}
