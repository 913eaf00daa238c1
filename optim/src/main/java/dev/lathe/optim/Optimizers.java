package dev.lathe.optim;

import java.util.List;
import java.util.stream.Collectors;

/// The optimisers that come with Lathe. One more is a class of its own and a line here.
public final class Optimizers {
    private static final List<Optimizer.Config> ALL =
            List.of(AdamW.Config.DEFAULT, Sgd.Config.DEFAULT, Lion.Config.DEFAULT, Adafactor.Config.DEFAULT);

    private Optimizers() {}

    /// Every optimiser with its usual settings.
    public static List<Optimizer.Config> all() {
        return ALL;
    }

    /// The optimiser of this name, with its usual settings.
    ///
    /// @param name as [Optimizer.Config#name] has it, in any case
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static Optimizer.Config named(String name) {
        return ALL.stream()
                .filter(config -> config.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("optimizer %s: is none of %s".formatted(
                        name, ALL.stream().map(Optimizer.Config::name).collect(Collectors.joining(", ")))));
    }
}
