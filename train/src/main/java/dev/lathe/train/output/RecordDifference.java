package dev.lathe.train.output;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.train.data.rows.JsonRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What tells two files `training.json` apart.
final class RecordDifference {
    /// The key of hashes that a run knows only when it is finished.
    static final String RESULT_FILES = "result_files";
    /// The key of what a run took.
    static final String RUN = "run";

    private static final Set<String> OF_THE_MACHINE = Set.of("versions.java", "versions.jvm", "versions.os");
    private static final String ABSENT = "absent";

    private RecordDifference() {
    }

    /// The first difference, by the path of its value: `options.lr is 3.0E-5, was 2.0E-5`.
    ///
    /// @param earlier the file of the earlier run
    /// @param now the content of this one's
    /// @throws OutputException if the file is no JSON
    static Optional<String> between(Path earlier, byte[] now) throws IOException {
        Map<String, String> before = values(earlier);
        Map<String, String> after = values(JsonRows.READER.parser(now));
        var keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> OF_THE_MACHINE.contains(key) || key.startsWith(RESULT_FILES + ".") || key.startsWith(RUN + "."));
        for (String key : keys) {
            String was = before.getOrDefault(key, ABSENT);
            String is = after.getOrDefault(key, ABSENT);
            if (!was.equals(is)) {
                return Optional.of("%s is %s, was %s".formatted(key, is, was));
            }
        }
        return Optional.empty();
    }

    /// A whole number of a record; empty if it has none of that path.
    static OptionalInt integer(Path file, String key) throws IOException {
        String value = values(file).getOrDefault(key, ABSENT);
        return value.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }

    /// All values of a record by their path.
    static Map<String, String> values(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return values(JsonRows.READER.parser(in));
        } catch (JacksonException broken) {
            throw new OutputException(file + ": no JSON: " + JsonFault.of(broken).said());
        }
    }

    /// All values by their path, such as `data.train.sha256`.
    private static Map<String, String> values(JsonParser json) throws IOException {
        var values = new LinkedHashMap<String, String>();
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            if (token.isScalarValue()) {
                String path = json.getParsingContext().pathAsPointer().toString();
                values.put(path.substring(1).replace('/', '.'), json.getText());
            }
        }
        return values;
    }
}
