package dev.lathe.cli.options;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What the first line of a table calls its columns.
final class ColumnNames {
    private ColumnNames() {}

    /// Whether one has a name. A file that is none is left to its reader, who says so.
    static boolean holds(Path table, String column) throws IOException {
        if (!Files.isRegularFile(table)) {
            return true;
        }
        // A character a byte: broken UTF-8 is the reader's to name.
        try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
            String first = lines.readLine();
            String name = new String(column.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return first == null || first.startsWith("sep=")
                    || Arrays.stream(first.replaceFirst("^\u00EF\u00BB\u00BF", "").split("[,;\t|]"))
                            .anyMatch(cell -> cell.strip().replaceAll("^\"|\"$", "").equals(name));
        }
    }
}
