package dev.lathe.bert.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertPooler;
import dev.lathe.bert.predict.MaskFiller.Guess;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.bert.predict.open.ModelHost;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Google's BERT-base as imported from its TensorFlow checkpoint, against values of a reference implementation.
///
/// Needs `-Dbert-base=DIR`, a directory with the models `bert-base-uncased` and `bert-base-cased`, as
/// `lathe fetch` leaves them in `models` of its cache.
@EnabledIfSystemProperty(named = "bert-base", matches = ".+", disabledReason = "needs -Dbert-base=DIR with the models")
class BertBaseTest {
    private static final double TOLERANCE = 1e-4;
    private static final Path MODELS = Path.of(System.getProperty("bert-base", "."));

    @Test
    void theUncasedModelKnowsTheCapitalOfFrance() throws IOException {
        try (var filler = MaskFiller.load(MODELS.resolve("bert-base-uncased"))) {
            check(filler.fill("The capital of France is [MASK].", 5).getFirst(),
                    List.of("paris", "lille", "lyon", "marseille", "tours"), 0.4168, 0.0714, 0.0634, 0.0444, 0.0303);
        }
    }

    @Test
    void theCasedModelKnowsItToo() throws IOException {
        try (var filler = MaskFiller.load(MODELS.resolve("bert-base-cased"))) {
            check(filler.fill("The capital of France is [MASK].", 3).getFirst(),
                    List.of("Paris", "Lyon", "Toulouse"), 0.4447, 0.0940, 0.0823);
        }
    }

    @Test
    void hiddenAndPooledStatesOfTheUncasedModelAreThoseOfTheReference() throws IOException {
        checkStates("bert-base-uncased",
                new double[] {-0.05805, 0.01722, 0.02427, -0.20929}, new double[] {-0.86721, -0.29250, 0.68154, 0.63778},
                101, 1996, 3007, 1997, 2605, 2003, 103, 1012, 102);
    }

    @Test
    void pooledStatesOfTheCasedModelAreThoseOfTheReference() throws IOException {
        checkStates("bert-base-cased",
                new double[0], new double[] {-0.82004, 0.46245, 0.99996, -0.99422},
                101, 1109, 2364, 1104, 1699, 1110, 103, 119, 102);
    }

    private static void check(List<Guess> guesses, List<String> tokens, double... probabilities) {
        assertEquals(tokens, guesses.stream().map(Guess::token).toList());
        for (int i = 0; i < probabilities.length; i++) {
            assertEquals(probabilities[i], guesses.get(i).probability(), TOLERANCE, tokens.get(i));
        }
    }

    private record WithPooler(BertModel bert, BertPooler pooler) {
        static WithPooler of(ModelScope scope, BertConfig config) {
            return new WithPooler(
                    BertModel.below(scope, config), new BertPooler(scope.child("bert").child("pooler"), config));
        }

        Stream<Tensor> states(Workspace ws, TokenBatch batch) {
            Tensor hidden = bert.lastHiddenState(ws, batch);
            return Stream.of(hidden, pooler.forward(ws, hidden, batch.sequences()));
        }
    }

    private static void checkStates(String name, double[] sequence, double[] pooled, int... ids) throws IOException {
        var directory = ModelDirectory.open(MODELS.resolve(name));
        try (var model = ModelHost.ownCpu().open(
                directory, scope -> WithPooler.of(scope, directory.config().bert()))) {
            List<float[]> states = model.use((ws, m) -> m.states(
                    ws, TokenBatch.of(ws, List.of(TokenSequence.of(ids, new int[ids.length]))))
                    .map(Tensor::toArray).toList());
            check(sequence, states.get(0));
            check(pooled, states.get(1));
        }
    }

    private static void check(double[] wanted, float[] actual) {
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], actual[i], TOLERANCE, "value " + i);
        }
    }
}
