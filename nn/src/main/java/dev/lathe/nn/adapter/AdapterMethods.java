package dev.lathe.nn.adapter;

import java.util.List;
import java.util.stream.Collectors;

/// The methods that come with Lathe. One more is a class of its own and a line here.
public final class AdapterMethods {
    private static final List<AdapterMethod> ALL = List.of(
            Lora.DEFAULT,
            AdaLora.DEFAULT,
            Ia3.DEFAULT,
            BitFit.DEFAULT,
            Bottleneck.PFEIFFER,
            PromptTuning.DEFAULT,
            PrefixTuning.DEFAULT);

    private AdapterMethods() {}

    /// Every method with its usual settings.
    public static List<AdapterMethod> all() {
        return ALL;
    }

    /// The method of this name, with its usual settings.
    ///
    /// @param name as [AdapterMethod#name] has it, in any case
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static AdapterMethod named(String name) {
        return ALL.stream()
                .filter(method -> method.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("peft %s: is none of %s".formatted(
                        name, ALL.stream().map(AdapterMethod::name).collect(Collectors.joining(", ")))));
    }
}
