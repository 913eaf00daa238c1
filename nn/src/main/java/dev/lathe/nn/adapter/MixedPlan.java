package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A base as one batch sees it whose texts want different adapters: the base's products once over all rows, and around them what each
/// adapter does to the rows of its own texts. A row's bits are those that its adapter gives it alone, as a product's rows know nothing of each
/// other.
///
/// For one batch and its rows; nothing in it is trained.
public final class MixedPlan implements ModelPlan {
    private final Function<String, Parameter> base;
    private final List<Part> parts;

    /// Neighbouring rows of a batch that want the same.
    ///
    /// @param layers what their adapter does around the base's products, by the products' places; none for rows of the base alone
    /// @param rows how many
    public record Part(Map<String, AroundProduct> layers, int rows) {
        public Part {
            layers = Map.copyOf(layers);
        }
    }

    /// @param base the base's parameters by their paths
    /// @param parts of the batch, in the order of its rows
    public MixedPlan(Function<String, Parameter> base, List<Part> parts) {
        this.base = base;
        this.parts = List.copyOf(parts);
    }

    @Override
    public Optional<Parameter> present(String path, Shape shape) {
        return Optional.of(base.apply(path));
    }

    @Override
    public Linear linear(ModelScope place, int in, int out, Initializer weight) {
        var dense = new DenseLinear(place, in, out, weight);
        String path = place.path();
        if (parts.stream().noneMatch(part -> part.layers().containsKey(path))) {
            return dense;
        }
        var spans = new ArrayList<MixedLinear.Span>();
        int start = 0;
        for (Part part : parts) {
            spans.add(new MixedLinear.Span(Optional.ofNullable(part.layers().get(path)), start, part.rows()));
            start += part.rows();
        }
        return new MixedLinear(dense, spans);
    }
}
