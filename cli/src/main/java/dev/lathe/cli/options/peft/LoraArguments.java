package dev.lathe.cli.options.peft;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.nn.adapter.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of `--peft lora`, some of which are adalora's too.
@OptionGroup(OptionGroup.ADAPTER)
public final class LoraArguments implements MethodArguments {
    private static final List<String> LORA = List.of("lora");
    private static final List<String> BOTH = List.of("lora", "adalora");

    @Option(names = "--lora-rank", paramLabel = "N", description = "For lora: rank of each added map; default 8.")
    private Optional<Integer> rank = Optional.empty();

    @Option(names = "--lora-alpha", paramLabel = "A",
            description = "For lora and adalora: added maps count alpha over rank times; default 16.")
    private Optional<Double> alpha = Optional.empty();

    @Option(names = "--lora-targets", paramLabel = "NAME", split = ",",
            description = "For lora and adalora: the maps that get one, each by the end of its path, such as query or attention.output.dense; "
                    + "default query and value.")
    private List<String> targets = List.of();

    @Option(names = "--lora-dropout", paramLabel = "P",
            description = "For lora and adalora: share of features dropped before the added maps in training; default 0.")
    private Optional<Double> dropout = Optional.empty();

    @Option(names = "--lora-rs", description = "For lora: divide alpha by the root of the rank, not the rank (rsLoRA).")
    private boolean stable;

    @Option(names = "--lora-dora", description = "For lora: train the length of each row of the weights too (DoRA).")
    private boolean decomposed;

    @Override
    public List<Given> given() {
        var given = new ArrayList<Given>();
        rank.ifPresent(value -> given.add(new Given("loraRank " + value, LORA)));
        alpha.ifPresent(value -> given.add(new Given("loraAlpha " + value, BOTH)));
        dropout.ifPresent(value -> given.add(new Given("loraDropout " + value, BOTH)));
        if (!targets.isEmpty()) {
            given.add(new Given("loraTargets " + String.join(",", targets), BOTH));
        }
        if (stable) {
            given.add(new Given("--lora-rs", LORA));
        }
        if (decomposed) {
            given.add(new Given("--lora-dora", LORA));
        }
        return given;
    }

    @Override
    public Optional<AdapterMethod> of(AdapterMethod usual) {
        return usual instanceof Lora lora ? Optional.of(over(lora)) : Optional.empty();
    }

    /// What was given in the place of what is usual.
    Lora over(Lora usual) {
        return new Lora(rank.orElse(usual.rank()), alpha.orElse(usual.alpha()), targets.isEmpty() ? usual.targets() : Targets.of(targets),
                dropout.orElse(usual.dropout()), stable, decomposed);
    }
}
