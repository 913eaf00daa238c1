package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import dev.lathe.bench.report.Measurement.Unit;
import dev.lathe.bench.report.Row.Topic;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The tables of the page, in Markdown.
final class Tables {

    private static final double MILLI = 1e-3;
    private static final double MICRO = 1e-6;

    private final Results results;
    private final List<Line> lines;
    private final List<Line> narrowLines;

    Tables(Results results) {
        this.results = results;
        lines = lines(results.with(Origin.AVX_512));
        narrowLines = lines(results.with(Origin.AVX2));
    }

    private static List<Line> lines(Results results) {
        return SummaryRows.all().stream().map(row -> row.fill(results)).toList();
    }

    /// Of processors with AVX-512.
    List<Line> lines() {
        return lines;
    }

    /// All rows, with their goals, for both kinds of processors.
    String summary() {
        return table("| work | compared with | Lathe | peer | ratio | AVX2: Lathe | peer | ratio | goal: must; aim | reached"
                + " | AVX2: reached | measured |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n",
                IntStream.range(0, lines.size()).mapToObj(i -> summary(lines.get(i), narrowLines.get(i))));
    }

    private static String summary(Line wide, Line narrow) {
        Row row = wide.row();
        String origins = Stream.of(wide, narrow).flatMap(line -> line.pairs().stream())
                .map(pair -> pair.measurement().origin().link()).distinct().collect(Collectors.joining(", "));
        return "| %s | %s | %s | %s | %s | %s | %s | %s |".formatted(row.work(), row.peer(), figures(wide, "not measured"),
                figures(narrow, ""), row.goal().text(), verdict(wide), verdict(narrow), origins);
    }

    /// Three columns.
    private static String figures(Line line, String missing) {
        if (!line.isMeasured()) {
            return " | | " + missing;
        }
        Optional<Pair> only = line.only();
        return "%s | %s | %s".formatted(only.map(Tables::ours).orElse(line.pairs().size() + " works"),
                only.map(Tables::theirs).orElse(""), ratio(line.ratios()));
    }

    private static String verdict(Line line) {
        return line.isMeasured() ? line.verdict() : "";
    }

    /// Every work of a topic by itself.
    String details(Topic topic) {
        List<Line> measured = Stream.concat(lines.stream(), narrowLines.stream())
                .filter(line -> line.row().topic() == topic && line.isMeasured()).toList();
        return measured.isEmpty() ? "Not measured.\n"
                : table("| work | vectors | threads | compared with | Lathe | peer | ratio | rounds |\n"
                        + "|---|---|---|---|---|---|---|---|\n", measured.stream().flatMap(line -> line.pairs().stream()).map(Tables::detail));
    }

    private static String detail(Pair pair) {
        Measurement measurement = pair.measurement();
        String ourName = pair.ourName().equals("lathe") ? "" : pair.ourName() + ", ";
        return "| %s%s | %s | %d | %s | %s | %s | %s | %d |".formatted(ourName, measurement.work(), measurement.origin().vectors(), measurement.threads(),
                pair.theirName(), ours(pair), theirs(pair), ratio(pair.ratio()), measurement.rounds().size());
    }

    /// Machines, dates and commits.
    String origins() {
        return table("| date | file | processor | vectors | cores | JDK | commit |\n|---|---|---|---|---|---|---|\n",
                results.origins().stream().map(origin -> "| %s | [%s](../bench/results/%s) | %s | %s | %d | %s | %s |".formatted(
                        origin.date(), origin.file().replace(".json", ""), origin.file(), origin.cpu(), origin.vectors(),
                        origin.cores(), origin.jdk(), origin.shortCommit())));
    }

    private static String table(String head, Stream<String> rows) {
        return head + rows.map(row -> row.replaceAll("\\|  (?=\\|)", "| ") + "\n").collect(Collectors.joining());
    }

    private static String ours(Pair pair) {
        return value(pair.measurement(), pair.ours());
    }

    private static String theirs(Pair pair) {
        return value(pair.measurement(), pair.theirs());
    }

    private static String value(Measurement measurement, int engine) {
        double median = measurement.taken(engine).median();
        return measurement.unit() == Unit.MEBIBYTES ? digits(median) + " MiB"
                : median >= 1 ? digits(median) + " s"
                : median >= MILLI ? digits(median / MILLI) + " ms" : digits(median / MICRO) + " µs";
    }

    /// Three digits that count, all those before the point.
    private static String digits(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return value >= 10 ? String.format(Locale.ROOT, "%.1f", value) : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String ratio(Spread ratio) {
        return String.format(Locale.ROOT, "**%.2f** (%.2f-%.2f)", ratio.median(), ratio.min(), ratio.max());
    }
}
