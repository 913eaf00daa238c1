package dev.lathe.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Everything that was measured.
///
/// @param measurements oldest first, those of one file in its order
record Results(List<Measurement> measurements) {

    /// Reads all result files of a folder.
    ///
    /// @throws IOException if one cannot be read
    static Results in(Path folder) throws IOException {
        var measurements = new ArrayList<Measurement>();
        for (Path file : files(folder)) {
            measurements.addAll(ResultParser.read(file));
        }
        measurements.sort(Comparator.comparing(measurement -> measurement.origin().date()));
        return new Results(measurements);
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    /// Those of processors, or of programs held, to such vectors.
    Results with(String vectors) {
        return new Results(measurements.stream().filter(m -> m.origin().vectors().equals(vectors)).toList());
    }

    /// Of each work with each number of threads the last measurement that fits.
    List<Measurement> latest(Predicate<Measurement> fits) {
        record Kind(String work, int threads) {}

        var latest = new LinkedHashMap<Kind, Measurement>();
        measurements.stream().filter(fits).forEach(measurement ->
                latest.put(new Kind(measurement.work(), measurement.threads()), measurement));
        return List.copyOf(latest.values());
    }

    /// One for each result file.
    List<Origin> origins() {
        return measurements.stream().map(Measurement::origin).distinct().toList();
    }
}
