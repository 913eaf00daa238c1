package dev.lathe.cli.options.peft;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterMethods;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which few parameters are trained, instead of all: the options of `finetune --peft`.
@OptionGroup(OptionGroup.ADAPTER)
public final class PeftArguments {
    @Option(names = "--peft", paramLabel = "METHOD", completionCandidates = MethodNames.class,
            description = "Leave the base as it is and train a few parameters beside it, and the head: ${COMPLETION-CANDIDATES}.")
    private Optional<String> method = Optional.empty();

    @Mixin
    private LoraArguments lora = new LoraArguments();

    @Mixin
    private AdaLoraArguments adalora = new AdaLoraArguments(lora);

    @Mixin
    private BottleneckArguments bottleneck = new BottleneckArguments();

    @Mixin
    private VirtualTokensArguments virtualTokens = new VirtualTokensArguments();

    /// The method with its settings; empty if none is asked for.
    ///
    /// @throws IllegalArgumentException naming a setting that is out of range, or of another method
    public Optional<AdapterMethod> adapter() {
        Optional<AdapterMethod> named = method.map(AdapterMethods::named);
        List<MethodArguments> all = List.of(lora, adalora, bottleneck, virtualTokens);
        all.stream().flatMap(arguments -> arguments.given().stream()).forEach(given -> requireFor(given, named));
        return named.map(usual -> all.stream().flatMap(arguments -> arguments.of(usual).stream()).findFirst().orElse(usual));
    }

    private static void requireFor(MethodArguments.Given given, Optional<AdapterMethod> chosen) {
        String name = chosen.map(AdapterMethod::name).orElse("a training of all parameters");
        if (!given.methods().contains(name)) {
            throw new IllegalArgumentException("%s: is for --peft %s, not %s".formatted(
                    given.words(), String.join(" and ", given.methods()), name));
        }
    }

    /// The methods there are, for the help.
    private static final class MethodNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return AdapterMethods.all().stream().map(AdapterMethod::name).iterator();
        }
    }
}
