package dev.lathe.train.output;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The YAML block at the head of a model card. Text is quoted wherever YAML could read it as something else (`no` is a
/// language and a boolean); a double-quoted YAML string is written as a JSON string.
final class FrontMatter {

    // Those of the hub's licence identifiers that models and data here carry; the hub refuses what is not on its own list.
    private static final Set<String> HUB_LICENCES = Set.of("apache-2.0", "mit", "bsd-2-clause", "bsd-3-clause", "isc", "unlicense",
            "cc0-1.0", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0",
            "gpl-2.0", "gpl-3.0", "lgpl-2.1", "lgpl-3.0", "agpl-3.0", "mpl-2.0", "epl-2.0", "afl-3.0", "artistic-2.0", "openrail",
            "pddl", "odc-by", "unknown");

    private final StringBuilder yaml = new StringBuilder("---\n");

    /// A licence of the hub's list by its identifier, any other as `other` with its name.
    void licence(String licence) {
        String id = licence.toLowerCase(Locale.ROOT);
        if (HUB_LICENCES.contains(id)) {
            yaml.append("license: ").append(id).append('\n');
        } else {
            yaml.append("license: other\n");
            entry(0, "license_name", licence);
        }
    }

    void entry(int depth, String key, String value) {
        yaml.repeat("  ", depth).append(key).append(": ").append(quoted(value)).append('\n');
    }

    void number(int depth, String key, double value) {
        // Locale-free and without an exponent, which YAML 1.1 readers take for text if it lacks a point.
        yaml.repeat("  ", depth).append(key).append(": ").append(String.format(Locale.ROOT, "%.6f", value)).append('\n');
    }

    void key(int depth, String key) {
        yaml.repeat("  ", depth).append(key).append(":\n");
    }

    void list(String key, List<String> values) {
        key(0, key);
        values.forEach(value -> yaml.append("- ").append(quoted(value)).append('\n'));
    }

    private static String quoted(String value) {
        // JSON lets these stand in a string, YAML does not.
        String printable = value.replaceAll("[\\x7F-\\x9F\\x{2028}\\x{2029}]", " ");
        return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(printable)) + "\"";
    }

    /// The block with its closing line and an empty line.
    @Override
    public String toString() {
        return yaml + "---\n\n";
    }
}
