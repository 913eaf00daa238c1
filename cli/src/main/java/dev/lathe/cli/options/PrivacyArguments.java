package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.train.privacy.Accountant;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.train.privacy.PrivatePasses;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `finetune` promises to those whom the training data is about.
@OptionGroup(OptionGroup.PRIVACY)
public final class PrivacyArguments {
    @Option(names = "--dp-epsilon", paramLabel = "E",
            description = "Hide each training example: the most that the run may spend. The noise is the least that keeps it.")
    private Optional<Double> epsilon = Optional.empty();

    @Option(names = "--dp-noise", paramLabel = "SIGMA",
            description = "The noise of each step over the norm that gradients are clipped to, such as 1.1, instead of --dp-epsilon or within it.")
    private Optional<Double> noise = Optional.empty();

    @Option(names = "--dp-delta", paramLabel = "D",
            description = "Probability with which more is told, well below one over the number of examples; with the options above.")
    private Optional<Double> delta = Optional.empty();

    @Option(names = "--dp-clip", paramLabel = "C", description = "Norm that each example's gradient is clipped to; default 1.")
    private Optional<Double> clip = Optional.empty();

    @Option(names = "--dp-accountant", paramLabel = "rdp|pld", description = "What adds up; pld is tighter and slower; default rdp.")
    private Optional<Accountant> accountant = Optional.empty();

    @Option(names = "--dp-passes", paramLabel = "packed|single",
            description = "Gradients of a batch in one pass, or of each example in a pass of its own, which is slower; default packed.")
    private Optional<PrivatePasses> passes = Optional.empty();

    @Option(names = "--dp-seed", paramLabel = "N",
            description = "For tests that repeat: noise that whoever knows the seed takes off again. It protects nobody.")
    private Optional<Long> seed = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException naming the option that is out of range, or of no use
    public Optional<PrivacyOptions> options() {
        if (epsilon.isEmpty() && noise.isEmpty()) {
            require(delta, "--dp-delta");
            require(clip, "--dp-clip");
            require(accountant, "--dp-accountant");
            require(passes, "--dp-passes");
            require(seed, "--dp-seed");
            return Optional.empty();
        }
        if (delta.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "%s: needs --dp-delta".formatted(epsilon.isPresent() ? "--dp-epsilon" : "--dp-noise"));
        }
        return Optional.of(OptionWords.checked(spec.commandLine(), () -> new PrivacyOptions(
                real(epsilon), real(noise), delta.get(), clip.orElse(PrivacyOptions.CLIP), accountant.orElse(Accountant.RDP),
                seed.map(OptionalLong::of).orElseGet(OptionalLong::empty), passes.orElse(PrivatePasses.PACKED))));
    }

    private static OptionalDouble real(Optional<Double> given) {
        return given.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    private void require(Optional<?> given, String option) {
        if (given.isPresent()) {
            throw new ParameterException(spec.commandLine(), option + ": needs --dp-epsilon or --dp-noise");
        }
    }
}
