package dev.lathe.cli.options.peft;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.nn.adapter.AdaLora;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.Lora;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// The options of `--peft adalora`, beside those that it shares with lora.
@OptionGroup(OptionGroup.ADAPTER)
public final class AdaLoraArguments implements MethodArguments {
    private static final List<String> ADALORA = List.of("adalora");

    private final LoraArguments shared;

    @Option(names = "--adalora-rank", paramLabel = "N", description = "For adalora: rank of each added map at first; default 12.")
    private Optional<Integer> rank = Optional.empty();

    @Option(names = "--adalora-target-rank", paramLabel = "N",
            description = "For adalora: rank of the added maps on average at the end; default 8.")
    private Optional<Integer> targetRank = Optional.empty();

    @Option(names = "--adalora-begin", paramLabel = "N",
            description = "For adalora: steps before ranks fall; default a tenth of all.")
    private Optional<Integer> begin = Optional.empty();

    @Option(names = "--adalora-end", paramLabel = "N",
            description = "For adalora: steps at the end in which ranks stay; default three tenths of all.")
    private Optional<Integer> end = Optional.empty();

    @Option(names = "--adalora-every", paramLabel = "N", description = "For adalora: steps from one allocation to the next; default 1.")
    private Optional<Integer> every = Optional.empty();

    @Option(names = "--adalora-beta1", paramLabel = "B", description = "For adalora: smoothing of sensitivity; default 0.85.")
    private Optional<Double> beta1 = Optional.empty();

    @Option(names = "--adalora-beta2", paramLabel = "B", description = "For adalora: smoothing of uncertainty; default 0.85.")
    private Optional<Double> beta2 = Optional.empty();

    @Option(names = "--adalora-orthogonality", paramLabel = "W",
            description = "For adalora: weight in the loss of how far the added maps' factors are from orthogonal; default 0.5.")
    private Optional<Double> orthogonality = Optional.empty();

    /// @param shared those of lora
    AdaLoraArguments(LoraArguments shared) {
        this.shared = shared;
    }

    @Override
    public List<Given> given() {
        var given = new ArrayList<Given>();
        rank.ifPresent(value -> given.add(new Given("adaloraRank " + value, ADALORA)));
        targetRank.ifPresent(value -> given.add(new Given("adaloraTargetRank " + value, ADALORA)));
        begin.ifPresent(value -> given.add(new Given("adaloraBegin " + value, ADALORA)));
        end.ifPresent(value -> given.add(new Given("adaloraEnd " + value, ADALORA)));
        every.ifPresent(value -> given.add(new Given("adaloraEvery " + value, ADALORA)));
        beta1.ifPresent(value -> given.add(new Given("adaloraBeta1 " + value, ADALORA)));
        beta2.ifPresent(value -> given.add(new Given("adaloraBeta2 " + value, ADALORA)));
        orthogonality.ifPresent(value -> given.add(new Given("adaloraOrthogonality " + value, ADALORA)));
        return given;
    }

    @Override
    public Optional<AdapterMethod> of(AdapterMethod usual) {
        if (!(usual instanceof AdaLora lora)) {
            return Optional.empty();
        }
        Lora common = shared.over(new Lora(lora.rank(), lora.alpha(), lora.targets(), lora.dropout(), false, false));
        int first = rank.orElse(lora.rank());
        return Optional.of(new AdaLora(first, targetRank.orElse(Math.min(first, lora.targetRank())), common.alpha(), common.targets(),
                common.dropout(), begin.map(OptionalInt::of).orElse(lora.begin()), end.map(OptionalInt::of).orElse(lora.end()),
                every.orElse(lora.every()), beta1.orElse(lora.beta1()), beta2.orElse(lora.beta2()),
                orthogonality.orElse(lora.orthogonality()), lora.ranks()));
    }
}
