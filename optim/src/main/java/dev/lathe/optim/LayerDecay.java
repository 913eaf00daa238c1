package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Learning rates that fall from the top of an encoder to its bottom: what is general, and low, moves less than what is of the task.
///
///     factor = decay^(distance from the top)
///
/// | parameters | distance in an encoder of n layers |
/// |---|---|
/// | the head: whatever is in no layer and no embedding | 0 |
/// | layer i, from 0: `encoder.layer.3.output.dense.weight`, `transformer.layer.3.ffn.lin1.weight` | n - i |
/// | `embeddings` | n + 1 |
///
/// Source: Howard and Ruder, 2018, section 3.2 (discriminative fine-tuning); by depth in a transformer: Clark et al., 2020, appendix B.
final class LayerDecay {
    private static final Pattern LAYER = Pattern.compile("(?:^|.*\\.)(?:encoder|transformer)\\.layer\\.(\\d{1,4})\\..*");
    private static final Pattern EMBEDDINGS = Pattern.compile("(?:^|.*\\.)embeddings\\..*");

    private final double decay;
    private final int layers;

    private LayerDecay(double decay, int layers) {
        this.decay = decay;
        this.layers = layers;
    }

    /// @param parameters those of the whole model, frozen ones too: they tell how many layers there are
    static LayerDecay of(List<Parameter> parameters, double decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("layerDecay %s: needs more than 0 and at most 1".formatted(decay));
        }
        int top = parameters.stream().map(LayerDecay::layer).filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt).max()
                .orElseThrow(() -> new IllegalArgumentException(
                        "layerDecay %s: no parameter is named as one of an encoder's layers".formatted(decay)));
        return new LayerDecay(decay, top + 1);
    }

    double rateFactor(Parameter parameter) {
        return StrictMath.pow(decay, distance(parameter));
    }

    private int distance(Parameter parameter) {
        OptionalInt layer = layer(parameter);
        if (layer.isPresent()) {
            return layers - layer.getAsInt();
        }
        return EMBEDDINGS.matcher(parameter.name()).matches() ? layers + 1 : 0;
    }

    private static OptionalInt layer(Parameter parameter) {
        Matcher name = LAYER.matcher(parameter.name());
        return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
    }
}
