package dev.lathe.cli.options.peft;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.PrefixTuning;
import dev.lathe.nn.adapter.PromptTuning;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option of `--peft prompt` and `--peft prefix`.
@OptionGroup(OptionGroup.ADAPTER)
public final class VirtualTokensArguments implements MethodArguments {
    private static final List<String> BOTH = List.of("prompt", "prefix");

    @Option(names = "--virtual-tokens", paramLabel = "N",
            description = "For prompt and prefix: learned vectors before every text, which may be that much shorter; default 20.")
    private Optional<Integer> count = Optional.empty();

    @Override
    public List<Given> given() {
        return count.stream().map(value -> new Given("virtualTokens " + value, BOTH)).toList();
    }

    @Override
    public Optional<AdapterMethod> of(AdapterMethod usual) {
        return switch (usual) {
            case PromptTuning prompt -> Optional.of(new PromptTuning(count.orElse(prompt.virtualTokens())));
            case PrefixTuning prefix -> Optional.of(new PrefixTuning(count.orElse(prefix.virtualTokens())));
            default -> Optional.empty();
        };
    }
}
