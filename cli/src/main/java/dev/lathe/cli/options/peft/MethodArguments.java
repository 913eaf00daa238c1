package dev.lathe.cli.options.peft;

import dev.lathe.nn.adapter.AdapterMethod;
import java.util.List;
import java.util.Optional;

/// Options of some methods of `finetune --peft`.
public interface MethodArguments {
    /// An option that was given.
    ///
    /// @param words it and its value, as messages name a setting: `loraRank 4`
    /// @param methods those that it is for
    record Given(String words, List<String> methods) {}

    List<Given> given();

    /// A method with what was given; empty if these are options of others.
    ///
    /// @param usual the method with its usual settings
    /// @throws IllegalArgumentException naming a setting that is out of range
    Optional<AdapterMethod> of(AdapterMethod usual);
}
