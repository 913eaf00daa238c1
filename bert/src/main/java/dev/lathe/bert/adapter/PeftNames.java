package dev.lathe.bert.adapter;

import java.util.Optional;

/// What PEFT calls the tensors of an adapter's file, and what the model calls the parameters.
public final class PeftNames {
    private static final String PREFIX = "base_model.model.";
    /// Where PEFT wraps a model without changing any of its parts.
    private static final String OUTER_PREFIX = "base_model.";
    private static final String LEARNED_ROWS = "prompt_embeddings";

    private PeftNames() {}

    /// The name in a file.
    ///
    /// @param parameter its name in the model
    /// @param besideLearnedRows whether the file has rows before a text's too, as [#isLearnedRows] says of one of its parameters
    public static String stored(String parameter, boolean besideLearnedRows) {
        if (isLearnedRows(parameter)) {
            return LEARNED_ROWS;
        }
        return (besideLearnedRows ? OUTER_PREFIX : PREFIX) + parameter;
    }

    /// Whether a parameter holds rows that stand before every text's.
    public static boolean isLearnedRows(String parameter) {
        return parameter.equals(LEARNED_ROWS) || parameter.endsWith("." + LEARNED_ROWS);
    }

    /// The name in the model; empty for a copy of the base's that some versions leave behind.
    ///
    /// @param stored the name in a file
    public static Optional<String> parameter(String stored) {
        if (stored.contains(".original_module.")) {
            return Optional.empty();
        }
        String name = without(OUTER_PREFIX, without(PREFIX, stored));
        return Optional.of(name.replace(".base_layer.", ".").replace(".modules_to_save.default.", ".")
                .replace(".modules_to_save.", "."));
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
}
