package dev.lathe.cli.trust;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.privacy.Accountant;
import dev.lathe.train.privacy.NoiseSearch;
import dev.lathe.train.privacy.SampledGaussian;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe privacy`: what a private training spends, or what it takes to keep a budget.
@Command(name = "privacy", mixinStandardHelpOptions = true,
        description = "Says what the steps of a private training spend together. Of --sigma, --steps and --epsilon give two; the third is found.",
        customSynopsis = "lathe privacy --sample-rate Q --delta D [--sigma S] [--steps N] [--epsilon E] [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe privacy --sigma 1.5 --sample-rate 0.04 --steps 2250 --delta 1e-5",
            "  lathe privacy --epsilon 8 --sample-rate 0.04 --steps 2250 --delta 1e-5 --accountant pld",
            "  lathe privacy --epsilon 8 --sample-rate 0.04 --sigma 1.5 --delta 1e-5",
            "  lathe privacy attack --model my-model --members train.jsonl --others held-out.jsonl"})
public final class PrivacyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--sigma", paramLabel = "S", description = "Noise of a step over the norm that gradients are clipped to.")
    private Optional<Double> sigma = Optional.empty();

    @Option(names = "--sample-rate", paramLabel = "Q", description = "Probability of an example to be in a batch: batch size over examples.")
    private Optional<Double> sampleRate = Optional.empty();

    @Option(names = "--steps", paramLabel = "N", description = "Steps of the whole training.")
    private Optional<Long> steps = Optional.empty();

    @Option(names = "--epsilon", paramLabel = "E", description = "The most that may be spent.")
    private Optional<Double> epsilon = Optional.empty();

    @Option(names = "--delta", paramLabel = "D", description = "Probability with which more is told.")
    private Optional<Double> delta = Optional.empty();

    @Option(names = "--accountant", paramLabel = "rdp|pld|gdp", defaultValue = "rdp",
            description = "rdp is a bound, pld the tightest one, gdp an estimate; default ${DEFAULT-VALUE}.")
    private Accountant accountant = Accountant.RDP;

    private final Surroundings surroundings;

    public PrivacyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Two that were given and the third.
    private record Found(double sigma, long steps, double epsilon) {}

    @Override
    public Integer call() throws IOException {
        // Not required of picocli, which would require them of 'privacy attack' too.
        double rate = required(sampleRate, "--sample-rate");
        double chance = required(delta, "--delta");
        if (sigma.isPresent() && steps.isPresent() && epsilon.isPresent() || missing() > 1) {
            throw new ParameterException(spec.commandLine(), "--sigma, --steps and --epsilon: give two of the three");
        }
        if (steps.isPresent() && steps.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--steps %d: needs at least 1".formatted(steps.get()));
        }
        Found found = OptionWords.checked(spec.commandLine(), () -> found(rate, chance));
        surroundings.out().print(new String(JsonWriter.object(JsonLayout.FIELDS, fields -> {
            fields.writeNumberField("epsilon", found.epsilon);
            fields.writeNumberField("delta", chance);
            fields.writeNumberField("sigma", found.sigma);
            fields.writeNumberField("sample_rate", rate);
            fields.writeNumberField("steps", found.steps);
            fields.writeStringField("accountant", accountant.word());
            fields.writeBooleanField("guaranteed", accountant.isBound());
        }), StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }

    private double required(Optional<Double> option, String name) {
        return option.orElseThrow(() -> new ParameterException(spec.commandLine(), name + ": is needed"));
    }

    private long missing() {
        return (sigma.isPresent() ? 0 : 1) + (steps.isPresent() ? 0 : 1) + (epsilon.isPresent() ? 0 : 1);
    }

    private Found found(double rate, double chance) {
        double noise = sigma.orElseGet(() -> NoiseSearch.sigma(accountant, epsilon.orElseThrow(), chance, rate, steps.orElseThrow()));
        var step = new SampledGaussian(noise, rate);
        long taken = steps.orElseGet(() -> NoiseSearch.steps(accountant, epsilon.orElseThrow(), chance, step));
        double spent = accountant.epsilon(step, taken, chance);
        if (Double.isInfinite(spent)) {
            throw new IllegalArgumentException("sigma %s: promises nothing at delta %s".formatted(noise, chance));
        }
        return new Found(noise, taken, spent);
    }
}
