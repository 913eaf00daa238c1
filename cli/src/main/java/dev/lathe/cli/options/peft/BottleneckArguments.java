package dev.lathe.cli.options.peft;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.Bottleneck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// The options of `--peft adapter`.
@OptionGroup(OptionGroup.ADAPTER)
public final class BottleneckArguments implements MethodArguments {
    private static final List<String> ADAPTER = List.of("adapter");

    @Option(names = "--adapter-form", paramLabel = "FORM",
            description = "For adapter: pfeiffer, one bottleneck a layer, or houlsby, two; default pfeiffer.")
    private Optional<Bottleneck.Form> form = Optional.empty();

    @Option(names = "--adapter-size", paramLabel = "N", description = "For adapter: features inside each bottleneck.")
    private Optional<Integer> size = Optional.empty();

    @Option(names = "--adapter-reduction", paramLabel = "N",
            description = "For adapter: the model's width over the bottleneck's, instead of --adapter-size; default 16.")
    private Optional<Integer> reduction = Optional.empty();

    @Option(names = "--adapter-act", paramLabel = "NAME",
            description = "For adapter: gelu or relu; default relu of pfeiffer, gelu of houlsby.")
    private Optional<Bottleneck.Activation> activation = Optional.empty();

    @Override
    public List<Given> given() {
        var given = new ArrayList<Given>();
        form.ifPresent(value -> given.add(new Given("adapterForm " + value.name().toLowerCase(Locale.ROOT), ADAPTER)));
        size.ifPresent(value -> given.add(new Given("adapterSize " + value, ADAPTER)));
        reduction.ifPresent(value -> given.add(new Given("adapterReduction " + value, ADAPTER)));
        activation.ifPresent(value -> given.add(new Given("adapterAct " + value.name().toLowerCase(Locale.ROOT), ADAPTER)));
        return given;
    }

    @Override
    public Optional<AdapterMethod> of(AdapterMethod usual) {
        if (!(usual instanceof Bottleneck bottleneck)) {
            return Optional.empty();
        }
        if (size.isPresent() && reduction.isPresent()) {
            throw new IllegalArgumentException("adapterSize %d: adapter-reduction %d is given too; give one of the two".formatted(
                    size.get(), reduction.get()));
        }
        Bottleneck formed = switch (form.orElse(bottleneck.form())) {
            case PFEIFFER -> Bottleneck.PFEIFFER;
            case HOULSBY -> Bottleneck.HOULSBY;
        };
        return Optional.of(new Bottleneck(formed.form(), activation.orElse(formed.activation()),
                size.map(OptionalInt::of).orElse(formed.size()), reduction.orElse(formed.reduction())));
    }
}
