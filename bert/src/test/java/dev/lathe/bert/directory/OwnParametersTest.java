package dev.lathe.bert.directory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parameters below the encoder that no published checkpoint has.
class OwnParametersTest {
    private static final String OWN = "encoder.layer.0.attention.self.query.down";

    @TempDir
    private Path folder;
    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace model = Workspace.model("model", backend);

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    private static ModelScope usual(ModelScope scope) {
        scope.parameter("encoder.layer.0.attention.self.query.weight", Shape.of(2, 2), Initializer.ONES);
        return scope;
    }

    private static ModelScope withOwn(ModelScope scope) {
        usual(scope).ownParameter(OWN, Shape.of(2, 1), Initializer.ONES);
        return scope;
    }

    /// A checkpoint of the parameters that are built, all of a value.
    private Path stored(String name, BertWeights.Building<ModelScope> building, float value) throws IOException {
        List<ModelParameter> parameters = building.build(ModelScope.root(model)).parameters();
        parameters.forEach(p -> new Initializer.Constant(value).initialize(p.parameter(), 0));
        Path file = folder.resolve(name + "/model.safetensors");
        Files.createDirectories(file.getParent());
        BertWeights.save(file, parameters);
        return file.getParent();
    }

    @Test
    void startAnewWhereTheCheckpointLacksThem() throws IOException {
        Path directory = stored("usual", OwnParametersTest::usual, 5);
        try (var weights = WeightFiles.open(directory)) {
            ModelScope scope = BertWeights.build(model, weights, ModelPlan.DENSE, OwnParametersTest::withOwn);
            BertWeights.Loaded loaded = BertWeights.load(weights, scope.parameters(), 42);
            assertEquals(List.of(OWN), loaded.initialized());
            assertArrayEquals(new float[] {5, 5, 5, 5}, scope.parameters().get(0).parameter().value().toArray());
            assertArrayEquals(new float[] {1, 1}, scope.parameters().get(1).parameter().value().toArray());
        }
    }

    @Test
    void areReadWhereTheCheckpointHasThem() throws IOException {
        Path directory = stored("own", OwnParametersTest::withOwn, 7);
        try (var weights = WeightFiles.open(directory)) {
            ModelScope scope = BertWeights.build(model, weights, ModelPlan.DENSE, OwnParametersTest::withOwn);
            assertEquals(List.of(), BertWeights.load(weights, scope.parameters(), 42).initialized());
            assertArrayEquals(new float[] {7, 7}, scope.parameters().get(1).parameter().value().toArray());
        }
    }

    @Test
    void thatAreNotDeclaredAreMissed() throws IOException {
        Path directory = stored("usual", OwnParametersTest::usual, 5);
        try (var weights = WeightFiles.open(directory)) {
            var missing = assertThrows(CheckpointException.class, () -> BertWeights.build(model, weights, scope ->
                    usual(scope).parameter(OWN, Shape.of(2, 1), Initializer.ONES)));
            assertEquals(true, missing.getMessage().contains("no '" + OWN + "'"), missing.getMessage());
        }
    }

    /// A model that is used as it is has them trained.
    @Test
    void areMissedByATrainedModel() throws IOException {
        Path directory = stored("usual", OwnParametersTest::usual, 5);
        try (var weights = WeightFiles.open(directory)) {
            assertThrows(CheckpointException.class,
                    () -> BertWeights.buildTrained(model, weights, OwnParametersTest::withOwn));
        }
    }
}
