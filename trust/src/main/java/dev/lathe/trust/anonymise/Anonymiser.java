package dev.lathe.trust.anonymise;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import dev.lathe.trust.anonymise.RawRow.Cell;
import dev.lathe.trust.anonymise.RawRow.Change;
import dev.lathe.trust.anonymise.RawRow.Column;
import dev.lathe.trust.mask.Masked;
import dev.lathe.trust.mask.Span;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Masks the texts of a training file. The file is in memory while it works.
///
/// Lists of tokens keep their number, so that the tags beside them stay where they belong. A text whose row has places in it, such as
/// `entities`, is refused if something in it would be replaced.
public final class Anonymiser {
    /// Fields whose numbers are places in a text.
    private static final Set<String> PLACES = Set.of("entities", "spans", "answers", "answer_start", "offsets");
    /// What the tasks read unless they are given other names.
    private static final Set<String> READ = Set.of("text", "text_pair", "label", "labels", "score", "id", "tokens", "tags", "entities", "context",
            "question", "choices", "answers", "anchor", "positive", "negative", "group");

    private final AnonymiseOptions options;
    private final Map<String, Integer> found = new TreeMap<>();

    private Anonymiser(AnonymiseOptions options) {
        this.options = options;
    }

    /// Writes the anonymised file, whole or not at all.
    ///
    /// @param format of both files
    /// @throws DataException naming file and line of what cannot be read, lacks a column, or would lose its labels' places
    /// @throws dev.lathe.trust.mask.MaskException if a text cannot be searched to its end; nothing is written then
    public static AnonymiseReport run(Path input, Path output, DataFormat format, AnonymiseOptions options) throws IOException {
        var anonymiser = new Anonymiser(options);
        var result = anonymiser.result(input.toString(), read(input), format);
        try (var unfinished = Unfinished.beside(output)) {
            NamedWriting.of(output, () -> Files.writeString(unfinished.path(), result.text, StandardCharsets.UTF_8));
            unfinished.publish();
        }
        return result.report;
    }

    private record Result(String text, AnonymiseReport report) {}

    private static String read(Path input) throws IOException {
        if (!Files.isRegularFile(input)) {
            throw new DataException(input + ": no such file");
        }
        try (var in = Files.newInputStream(input)) {
            byte[] bytes = in.readAllBytes();
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.indexOf('\uFFFD') >= 0) {
                // Says where, or that the character is meant.
                try (var strict = new StrictUtf8Reader(input, Files.newInputStream(input))) {
                    strict.transferTo(new StringWriter());
                }
            }
            return text;
        }
    }

    private Result result(String file, String text, DataFormat format) {
        var needed = new ArrayList<>(options.columns());
        needed.addAll(options.identifiers());
        RawRows rows = RawRows.of(file, text, format, needed);
        for (String name : needed) {
            if (!rows.columns().contains(name)) {
                throw new DataException("%s: no column '%s'; the columns are %s".formatted(file, name, String.join(", ", rows.columns())));
            }
        }
        List<RawRow> filled = rows.rows().stream().filter(row -> !row.columns().isEmpty()).toList();
        Map<Long, List<String>> identifiers = identifiers(filled);
        Set<Long> small = options.identifiers().isEmpty() || options.small() == AnonymiseOptions.Small.LIST
                ? Set.of() : new HashSet<>(Groups.of(options.k(), identifiers).below());
        var out = new StringBuilder(rows.head());
        var left = new LinkedHashMap<Long, List<String>>();
        int changed = 0;
        for (RawRow row : rows.rows()) {
            boolean drop = small.contains(row.line()) && options.small() == AnonymiseOptions.Small.DROP;
            if (drop) {
                continue;
            }
            List<Change> changes = masks(file, row, rows.spelling());
            changed += changes.isEmpty() ? 0 : 1;
            if (!row.columns().isEmpty() && !options.identifiers().isEmpty()) {
                List<String> values = small.contains(row.line())
                        ? options.identifiers().stream().map(_ -> "*").toList() : identifiers.get(row.line());
                left.put(row.line(), values);
                changes.addAll(identified(row, values, rows.spelling()));
            }
            out.append(row.with(changes));
        }
        List<String> unread = rows.columns().stream().filter(name -> !READ.contains(name) && !options.columns().contains(name)).toList();
        return new Result(out.toString(), new AnonymiseReport(filled.size(), found, changed,
                options.identifiers().isEmpty() ? Optional.empty() : Optional.of(Groups.of(options.k(), left)),
                small.stream().sorted().toList(), unread));
    }

    private Map<Long, List<String>> identifiers(List<RawRow> rows) {
        var all = new LinkedHashMap<Long, List<String>>();
        for (RawRow row : rows) {
            all.put(row.line(), options.identifiers().stream().map(name -> {
                String value = row.one(name).map(Cell::value).orElse("");
                Generalisation less = options.generalised().get(name);
                return less == null ? value : less.of(value);
            }).toList());
        }
        return all;
    }

    private List<Change> identified(RawRow row, List<String> values, RawRows.Spelling spelling) {
        var changes = new ArrayList<Change>();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            row.one(options.identifiers().get(i)).filter(cell -> !cell.value().equals(value))
                    .ifPresent(cell -> changes.add(new Change(cell, spelling.of(value))));
        }
        return changes;
    }

    private List<Change> masks(String file, RawRow row, RawRows.Spelling spelling) {
        var changes = new ArrayList<Change>();
        for (String name : options.columns()) {
            switch (row.columns().get(name)) {
                case Column.One(Cell cell) -> {
                    Masked masked = options.masker().mask(cell.value());
                    if (!masked.spans().isEmpty()) {
                        requireNoPlaces(file, row, name);
                        masked.spans().forEach(span -> found.merge(span.type(), 1, Integer::sum));
                        changes.add(new Change(cell, spelling.of(masked.text())));
                    }
                }
                case Column.Texts(List<Cell> cells) -> changes.addAll(tokens(cells, spelling));
                case Column.Other() -> throw new SourceLine(Path.of(file), row.line()).error(
                        "'%s' is neither a text nor a list of texts".formatted(name));
                case Column.Nothing() -> { }
                // JSON's objects may lack a key.
                case null -> { }
            }
        }
        return changes;
    }

    private static void requireNoPlaces(String file, RawRow row, String name) {
        row.columns().keySet().stream().filter(PLACES::contains).findFirst().ifPresent(places -> {
            throw new SourceLine(Path.of(file), row.line()).error(
                    "'%s' holds personal data, and '%s' holds places in it, which would no longer fit; give tokens and tags instead"
                            .formatted(name, places));
        });
    }

    /// Each token that something personal reaches into is replaced as a whole: their number stays.
    private List<Change> tokens(List<Cell> cells, RawRows.Spelling spelling) {
        var joined = new StringBuilder();
        var starts = new int[cells.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = joined.length();
            joined.append(cells.get(i).value()).append(' ');
        }
        var changes = new ArrayList<Change>();
        List<Span> spans = options.masker().find(joined.toString());
        spans.forEach(span -> found.merge(span.type(), 1, Integer::sum));
        for (int i = 0; i < starts.length; i++) {
            Cell cell = cells.get(i);
            int start = starts[i];
            spans.stream().filter(span -> span.start() < start + cell.value().length() && span.end() > start).findFirst()
                    .ifPresent(span -> changes.add(new Change(cell, spelling.of(options.masker().replacement().of(span.type(), cell.value())))));
        }
        return changes;
    }
}
