package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterMethods;
import dev.lathe.nn.adapter.Lora;
import dev.lathe.nn.adapter.Targets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which few parameters are trained, instead of all: the options of `finetune --peft`.
@OptionGroup(OptionGroup.ADAPTER)
public final class PeftArguments {
    @Option(names = "--peft", paramLabel = "METHOD", completionCandidates = MethodNames.class,
            description = "Leave the base as it is and train a few parameters beside it, and the head: ${COMPLETION-CANDIDATES}. "
                    + "Rates are some fifty times those of a whole training: --lr 1e-3.")
    private Optional<String> method = Optional.empty();

    @Option(names = "--lora-rank", paramLabel = "N", description = "For lora: rank of each added map; default 8.")
    private Optional<Integer> rank = Optional.empty();

    @Option(names = "--lora-alpha", paramLabel = "A",
            description = "For lora: added maps count alpha over rank times; default 16.")
    private Optional<Double> alpha = Optional.empty();

    @Option(names = "--lora-targets", paramLabel = "NAME", split = ",",
            description = "For lora: the maps that get one, each by the end of its path, such as query or attention.output.dense; "
                    + "default query and value.")
    private List<String> targets = List.of();

    @Option(names = "--lora-dropout", paramLabel = "P",
            description = "For lora: share of features dropped before the added maps in training; default 0.")
    private Optional<Double> dropout = Optional.empty();

    @Option(names = "--lora-rs", description = "For lora: divide alpha by the root of the rank, not the rank (rsLoRA).")
    private boolean stable;

    @Option(names = "--lora-dora", description = "For lora: train the length of each row of the weights too (DoRA).")
    private boolean decomposed;

    /// The method with its settings; empty if none is asked for.
    ///
    /// @throws IllegalArgumentException naming a setting that is out of range, or of another method
    Optional<AdapterMethod> adapter() {
        Optional<AdapterMethod> named = method.map(AdapterMethods::named);
        if (named.isPresent() && named.get() instanceof Lora usual) {
            return Optional.of(new Lora(rank.orElse(usual.rank()), alpha.orElse(usual.alpha()),
                    targets.isEmpty() ? usual.targets() : Targets.of(targets), dropout.orElse(usual.dropout()), stable, decomposed));
        }
        rank.ifPresent(value -> refuse("loraRank " + value, "lora", named));
        alpha.ifPresent(value -> refuse("loraAlpha " + value, "lora", named));
        dropout.ifPresent(value -> refuse("loraDropout " + value, "lora", named));
        if (!targets.isEmpty()) {
            refuse("loraTargets " + String.join(",", targets), "lora", named);
        }
        if (stable) {
            refuse("--lora-rs", "lora", named);
        }
        if (decomposed) {
            refuse("--lora-dora", "lora", named);
        }
        return named;
    }

    private static void refuse(String given, String owner, Optional<AdapterMethod> chosen) {
        throw new IllegalArgumentException("%s: is for --peft %s, not %s".formatted(
                given, owner, chosen.map(AdapterMethod::name).orElse("a training of all parameters")));
    }

    /// The methods there are, for the help.
    private static final class MethodNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return AdapterMethods.all().stream().map(AdapterMethod::name).iterator();
        }
    }
}
