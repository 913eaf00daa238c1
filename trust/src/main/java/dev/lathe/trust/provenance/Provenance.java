package dev.lathe.trust.provenance;

import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What is known of a model's origin: the files of its directory that a fine-tuning has written.
///
/// Values are named by JSON pointers (RFC 6901), such as `/macro avg/f1-score`.
///
/// @param training `training.json`: the base and the data by their hashes, options, versions, the machine; empty if there is none
/// @param report `report.json`: what was measured; empty if there is none
public record Provenance(Map<String, @Nullable Object> training, Map<String, @Nullable Object> report) {
    private static final long MOST_BYTES = 64 << 20;
    private static final String UNKNOWN = "unknown";

    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException if a file is no JSON
    public static Provenance of(Path directory) throws IOException {
        return new Provenance(read(directory.resolve("training.json")), read(directory.resolve("report.json")));
    }

    /// The same origin, measured once more.
    public Provenance withReport(Map<String, @Nullable Object> other) {
        return new Provenance(training, other);
    }

    private static Map<String, @Nullable Object> read(Path file) throws IOException {
        return Files.isRegularFile(file) ? JsonObject.read(file, MOST_BYTES).values() : Map.of();
    }

    /// A text or number of the training.
    public Optional<String> said(String pointer) {
        return Optional.ofNullable(at(training, pointer)).filter(value -> value instanceof String || value instanceof Number || value instanceof Boolean)
                .map(String::valueOf);
    }

    /// A number of the report.
    public OptionalDouble measured(String pointer) {
        return number(at(report, pointer));
    }

    /// What differential privacy the training has kept; empty if it was not private, or did not count.
    public OptionalDouble epsilon() {
        return number(at(training, "/run/epsilon"));
    }

    /// The licences that the model stands under, by what they are of; `unknown` where nobody has said.
    public List<Licence> licences() {
        var licences = new ArrayList<Licence>();
        licences.add(new Licence("base model", said("/base_license").orElse(UNKNOWN)));
        licences.add(new Licence("data", said("/options/data-license").orElse(UNKNOWN)));
        return licences;
    }

    /// @param of what it is
    /// @param id an SPDX identifier, its owner's words, or `unknown`
    public record Licence(String of, String id) {}

    private static OptionalDouble number(@Nullable Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue()) ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    /// What stands at a pointer; nothing if there is nothing.
    public static @Nullable Object at(Map<String, @Nullable Object> root, String pointer) {
        Object value = root;
        for (String key : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String name = key.replace("~1", "/").replace("~0", "~");
            if (value instanceof Map<?, ?> map) {
                value = map.get(name);
            } else if (value instanceof List<?> list && name.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(name) < list.size()) {
                value = list.get(Integer.parseInt(name));
            } else {
                return null;
            }
        }
        return value;
    }
}
