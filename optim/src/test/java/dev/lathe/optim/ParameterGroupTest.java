package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParameterGroupTest {
    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace model = Workspace.model("model", backend);

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    private Parameter matrix(String name) {
        return model.parameter(name, Shape.of(2, 2));
    }

    private Parameter vector(String name) {
        return model.parameter(name, Shape.of(2));
    }

    private static List<String> described(List<ParameterGroup> groups) {
        return groups.stream().map(group -> "%s %s %s".formatted(
                group.parameters().stream().map(Parameter::name).toList(), group.rateFactor(), group.weightDecay())).toList();
    }

    @Test
    void matricesAreDecayedAndTheOrderStays() {
        var parameters = List.of(matrix("a"), matrix("b"), vector("c"), vector("d"), matrix("e"));
        assertEquals(List.of("[a, b] 1.0 0.01", "[c, d] 1.0 0.0", "[e] 1.0 0.01"),
                described(ParameterGroup.usual(parameters, 0.01)));
        assertEquals(List.of("[a, b, c, d, e] 1.0 0.0"), described(ParameterGroup.usual(parameters, 0)));
        assertEquals(List.of(), ParameterGroup.usual(List.of(), 0));
    }

    @Test
    void ratesFallFromTheHeadToTheEmbeddings() {
        var parameters = List.of(
                matrix("bert.embeddings.word_embeddings.weight"), vector("bert.embeddings.LayerNorm.weight"),
                matrix("bert.encoder.layer.0.attention.self.query.weight"), vector("bert.encoder.layer.0.attention.self.query.bias"),
                matrix("bert.encoder.layer.1.attention.self.distance_embedding.weight"), matrix("bert.pooler.dense.weight"),
                matrix("classifier.weight"));
        assertEquals(List.of(
                "[bert.embeddings.word_embeddings.weight] 0.125 0.01",
                "[bert.embeddings.LayerNorm.weight] 0.125 0.0",
                "[bert.encoder.layer.0.attention.self.query.weight] 0.25 0.01",
                "[bert.encoder.layer.0.attention.self.query.bias] 0.25 0.0",
                "[bert.encoder.layer.1.attention.self.distance_embedding.weight] 0.5 0.01",
                "[bert.pooler.dense.weight, classifier.weight] 1.0 0.01"),
                described(ParameterGroup.layerwise(parameters, 0.01, 0.5)));
        assertEquals(described(ParameterGroup.usual(parameters, 0.01)),
                described(ParameterGroup.layerwise(parameters, 0.01, 1)));
    }

    @Test
    void aParameterMayHaveAFactorOfItsOwn() {
        var parameters = List.of(matrix("bert.encoder.layer.0.dense.weight"), matrix("classifier.weight"), matrix("beside.weight"));
        ToDoubleFunction<Parameter> faster = parameter -> parameter.name().startsWith("beside") ? 4 : 1;
        assertEquals(List.of("[bert.encoder.layer.0.dense.weight, classifier.weight] 1.0 0.01", "[beside.weight] 4.0 0.01"),
                described(ParameterGroup.usual(parameters, faster, 0.01)));
        assertEquals(List.of("[bert.encoder.layer.0.dense.weight] 0.5 0.01", "[classifier.weight] 1.0 0.01", "[beside.weight] 4.0 0.01"),
                described(ParameterGroup.layerwise(parameters, faster, 0.01, 0.5)));
    }

    @Test
    void layersAreFoundUnderEachOfTheirNames() {
        var parameters = List.of(
                matrix("embeddings.position_embeddings.weight"), matrix("transformer.layer.11.ffn.lin1.weight"),
                matrix("distilbert.transformer.layer.10.ffn.lin1.weight"), matrix("encoder.layer.2.output.dense.weight"));
        assertEquals(List.of(Math.pow(0.5, 13), 0.5, 0.25, Math.pow(0.5, 10)),
                ParameterGroup.layerwise(parameters, 0, 0.5).stream().map(ParameterGroup::rateFactor).toList());
    }

    /// A frozen top says how many layers there are, too.
    @Test
    void frozenLayersCount() {
        var parameters = List.of(
                matrix("encoder.layer.0.output.dense.weight"),
                model.frozenParameter("encoder.layer.1.output.dense.weight", Shape.of(2, 2)));
        assertEquals(List.of(0.25, 0.5),
                ParameterGroup.layerwise(parameters, 0, 0.5).stream().map(ParameterGroup::rateFactor).toList());
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertRefused("rateFactor -1.0: needs 0 or more", () -> new ParameterGroup(List.of(), -1, 0));
        assertRefused("weightDecay NaN: needs 0 or more", () -> new ParameterGroup(List.of(), 1, Double.NaN));
        var parameters = List.of(matrix("encoder.layer.0.output.dense.weight"));
        assertRefused("layerDecay 0.0: needs more than 0 and at most 1",
                () -> ParameterGroup.layerwise(parameters, 0, 0));
        assertRefused("layerDecay 1.5: needs more than 0 and at most 1",
                () -> ParameterGroup.layerwise(parameters, 0, 1.5));
        assertRefused("layerDecay 0.9: no parameter is named as one of an encoder's layers",
                () -> ParameterGroup.layerwise(List.of(matrix("dense.weight")), 0, 0.9));
    }

    private static void assertRefused(String message, Runnable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong::run).getMessage());
    }
}
