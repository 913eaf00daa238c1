package dev.lathe.trust.card;

import dev.lathe.trust.provenance.Provenance;
import dev.lathe.trust.provenance.SignedDirectory;
import dev.lathe.trust.provenance.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a model's files tell, in lines for people; an empty list where they tell nothing.
///
/// @param name the directory's
/// @param isWatchable whether there is a reference that drift is measured against
record Known(String name, Provenance provenance, Verdict signature, boolean isWatchable) {
    private static final String UNKNOWN = "unknown";

    static Known of(Path directory) throws IOException {
        // Refuses what is no directory before files in it are looked for.
        Verdict signature = SignedDirectory.verify(directory, Optional.empty());
        return new Known(String.valueOf(directory.toAbsolutePath().normalize().getFileName()), Provenance.of(directory), signature,
                Files.exists(directory.resolve("reference.json")));
    }

    List<String> task() {
        return provenance.said("/task").map(Known::code).stream().toList();
    }

    List<String> base() {
        return provenance.said("/base_model").map(base -> "%s, licence %s%s".formatted(code(base), plain(licence("/base_license")),
                weights("/base_files").map(", "::concat).orElse(""))).stream().toList();
    }

    List<String> weights() {
        return weights("/result_files").stream().toList();
    }

    /// The hash of the weights among some files.
    private Optional<String> weights(String pointer) {
        return Provenance.at(provenance.training(), pointer) instanceof Map<?, ?> files
                ? files.entrySet().stream().filter(file -> String.valueOf(file.getKey()).matches(".*\\.(?:safetensors|bin)")).findFirst()
                        .map(file -> "%s has SHA-256 `%s`".formatted(code(String.valueOf(file.getKey())), plain(String.valueOf(file.getValue()))))
                : Optional.empty();
    }

    private String licence(String pointer) {
        return provenance.said(pointer).orElse(UNKNOWN);
    }

    List<String> licences() {
        return provenance.training().isEmpty() ? List.of()
                : provenance.licences().stream().map(licence -> "%s: %s".formatted(licence.of(), plain(licence.id()))).toList();
    }

    List<String> data() {
        var lines = new ArrayList<String>();
        if (Provenance.at(provenance.training(), "/data") instanceof Map<?, ?> splits) {
            splits.forEach((split, value) -> {
                if (value instanceof Map<?, ?> file) {
                    lines.add("%s: %s, %s rows, %s examples, SHA-256 `%s`".formatted(plain(String.valueOf(split)), code(String.valueOf(file.get("file"))),
                            file.get("rows"), file.get("examples"), plain(String.valueOf(file.get("sha256")))));
                }
            });
        }
        return lines;
    }

    List<String> columns() {
        return fields("/options/text-column", "/options/pair-column", "/options/label-column", "/options/group-column");
    }

    List<String> options() {
        var lines = new ArrayList<String>();
        if (Provenance.at(provenance.training(), "/options") instanceof Map<?, ?> options) {
            options.forEach((option, value) -> {
                if (value != null) {
                    lines.add("%s: %s".formatted(plain(String.valueOf(option)), plain(String.valueOf(value))));
                }
            });
            provenance.said("/seed").ifPresent(seed -> lines.add("seed: " + seed));
        }
        return lines;
    }

    List<String> versions() {
        return fields("/versions/lathe", "/versions/java", "/versions/jvm", "/versions/os");
    }

    List<String> machine() {
        return fields("/run/device", "/run/seconds", "/run/tokens");
    }

    private List<String> fields(String... pointers) {
        var lines = new ArrayList<String>();
        for (String pointer : pointers) {
            provenance.said(pointer).ifPresent(value -> lines.add("%s: %s".formatted(pointer.substring(pointer.lastIndexOf('/') + 1), plain(value))));
        }
        return lines;
    }

    /// What was evaluated.
    List<String> evaluated() {
        return Provenance.at(provenance.report(), "/split") instanceof String split && !split.equals("train")
                ? List.of("%s, %s examples of %s".formatted(plain(split), Provenance.at(provenance.report(), "/examples"),
                        code(String.valueOf(Provenance.at(provenance.report(), "/file"))))) : List.of();
    }

    /// Every number of the report that stands for the whole, with its interval where there is one.
    List<String> scores() {
        var lines = new ArrayList<String>();
        for (Map.Entry<String, @Nullable Object> field : provenance.report().entrySet()) {
            if (field.getValue() instanceof Number number && !field.getKey().equals("examples")) {
                lines.add("%s: %s%s".formatted(plain(field.getKey()), number(number.doubleValue()), interval(field.getKey())));
            }
        }
        OptionalDouble macro = provenance.measured("/macro avg/f1-score");
        macro.ifPresent(value -> lines.add("macro F1: %s%s".formatted(number(value), interval("macro_f1"))));
        return lines;
    }

    private String interval(String score) {
        OptionalDouble low = provenance.measured("/intervals/%s/low".formatted(score));
        OptionalDouble high = provenance.measured("/intervals/%s/high".formatted(score));
        OptionalDouble level = provenance.measured("/intervals/%s/level".formatted(score));
        return low.isPresent() && high.isPresent() && level.isPresent()
                ? " (%s to %s at level %s)".formatted(number(low.getAsDouble()), number(high.getAsDouble()), number(level.getAsDouble())) : "";
    }

    List<String> byClass() {
        var lines = new ArrayList<String>();
        if (Provenance.at(provenance.report(), "/classes") instanceof Map<?, ?> classes) {
            classes.forEach((label, value) -> {
                if (value instanceof Map<?, ?> scores) {
                    var words = new ArrayList<String>();
                    scores.forEach((score, number) -> {
                        if (number instanceof Number one) {
                            words.add("%s %s".formatted(plain(String.valueOf(score)), number(one.doubleValue())));
                        }
                    });
                    lines.add("%s: %s".formatted(plain(String.valueOf(label)), String.join(", ", words)));
                }
            });
        }
        return lines;
    }

    /// Where the report tells groups apart.
    List<String> byGroup() {
        return provenance.report().get("fairness") == null ? List.of() : List.of("under `fairness` in `report.json`");
    }

    List<String> privacy() {
        OptionalDouble epsilon = provenance.epsilon();
        return epsilon.isEmpty() ? List.of() : List.of("differential privacy: epsilon %s at delta %s".formatted(
                number(epsilon.getAsDouble()), provenance.said("/options/dp-delta").orElse(UNKNOWN)));
    }

    List<String> signed() {
        return switch (signature) {
            case Verdict.Intact intact -> List.of("every file as signed by the key `%s`".formatted(intact.fingerprint()));
            case Verdict.Unsigned _ -> List.of("unsigned");
            case Verdict.Broken broken -> List.of("**not as it was signed**: " + plain(broken.faults().getFirst().toString()));
        };
    }

    List<String> monitoring() {
        return isWatchable ? List.of("`reference.json` holds what the model read and answered, against which `lathe monitor` and `/monitor` measure drift")
                : List.of();
    }

    private static String number(double value) {
        return Double.isFinite(value) ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString() : String.valueOf(value);
    }

    /// One line that ends no code and begins no element of Markdown or HTML.
    static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}|`*_\\[\\]\\\\<>]", " ");
    }

    private static String code(String text) {
        return "`" + text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}`]", " ") + "`";
    }
}
