package dev.lathe.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the tables and plots of `docs/performance.md` from the result files. `bench/report.sh` starts it.
public final class PerformanceReport {

    private PerformanceReport() {}

    /// Makes them anew.
    ///
    /// @param arguments root of the repository
    /// @throws IOException if a file cannot be read or written
    public static void main(String... arguments) throws IOException {
        // Plots are drawn into memory: nobody needs a screen.
        System.setProperty("java.awt.headless", "true");
        Path root = Path.of(arguments.length == 0 ? "." : arguments[0]);
        Results results = Results.in(root.resolve("bench/results"));
        var tables = new Tables(results);
        Path page = root.resolve("docs/performance.md");
        Files.writeString(page, new Page(Files.readString(page)).with(tables).text());
        for (Picture picture : new Pictures(results.with(Origin.AVX_512), tables.lines()).all()) {
            picture.write(root.resolve("docs/images"));
        }
        IO.println("%s: %d measurements of %d files".formatted(page, results.measurements().size(), results.origins().size()));
        tables.lines().stream().filter(line -> !line.isMeasured()).forEach(line ->
                IO.println("not measured: " + line.row().work() + ", " + line.row().peer()));
    }
}
