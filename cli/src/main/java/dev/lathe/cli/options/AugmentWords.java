package dev.lathe.cli.options;

import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.train.perturb.Augmentation;
import dev.lathe.train.perturb.Synonyms;
import dev.lathe.train.perturb.WordSwaps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine;

/// Reads `--augment delete=0.1,synonym=words.json`.
final class AugmentWords {
    private static final List<String> SHARES = List.of("delete", "swap", "keyboard");
    private static final String SYNONYM = "synonym";
    private static final String COUNTERFACTUAL = "counterfactual";

    private AugmentWords() {}

    static Optional<Augmentation> read(List<String> given, CommandLine command) throws IOException {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Double> shares = new HashMap<>();
        Optional<Synonyms> synonyms = Optional.empty();
        Optional<WordSwaps> swaps = Optional.empty();
        String words = String.join(",", given);
        for (String one : given) {
            String kind = one.replaceFirst("=.*", "");
            String value = one.substring(Math.min(one.length(), kind.length() + 1));
            if (kind.equals(SYNONYM) && !value.isEmpty()) {
                Path file = Path.of(value);
                synonyms = Optional.of(Synonyms.read(file));
                // By its content: a resumed run is to have the same.
                words = words.replace(one, SYNONYM + "=" + file.getFileName() + "@" + Sha256.of(file));
            } else if (kind.equals(COUNTERFACTUAL) && !value.isEmpty() && swaps.isEmpty()) {
                Path file = Path.of(value);
                swaps = Optional.of(WordSwaps.read(file));
                words = words.replace(one, COUNTERFACTUAL + "=" + file.getFileName() + "@" + Sha256.of(file));
            } else if (SHARES.contains(kind) && shares.put(kind, share(one, value, command)) == null) {
                continue;
            } else {
                throw wrong(one, "is none of delete=SHARE, swap=SHARE, keyboard=SHARE, synonym=FILE, counterfactual=FILE, each once", command);
            }
        }
        String recorded = words;
        Optional<Synonyms> known = synonyms;
        Optional<WordSwaps> pairs = swaps;
        return Optional.of(OptionWords.checked(command, () -> new Augmentation(
                shares.getOrDefault("delete", 0.0), shares.getOrDefault("swap", 0.0), shares.getOrDefault("keyboard", 0.0), known, pairs, recorded)));
    }

    private static double share(String one, String value, CommandLine command) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw wrong(one, "'" + value + "' is no number", command);
        }
    }

    private static ParameterException wrong(String one, String what, CommandLine command) {
        return new ParameterException(command, "--augment %s: %s".formatted(one, what));
    }
}
