package dev.lathe.bert.adapter;

import java.util.Optional;

/// What PEFT calls the tensors of an adapter's file, and what the model calls the parameters.
public final class PeftNames {
    private static final String PREFIX = "base_model.model.";

    private PeftNames() {}

    /// The name in a file.
    ///
    /// @param parameter its name in the model
    public static String stored(String parameter) {
        return PREFIX + parameter;
    }

    /// The name in the model; empty for a copy of the base's that some versions leave behind.
    ///
    /// @param stored the name in a file
    public static Optional<String> parameter(String stored) {
        if (stored.contains(".original_module.")) {
            return Optional.empty();
        }
        String name = stored.startsWith(PREFIX) ? stored.substring(PREFIX.length()) : stored;
        return Optional.of(name.replace(".base_layer.", ".").replace(".modules_to_save.default.", ".")
                .replace(".modules_to_save.", "."));
    }
}
