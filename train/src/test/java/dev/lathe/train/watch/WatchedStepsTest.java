package dev.lathe.train.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchedStepsTest {
    @Test
    void aShortTrainingIsSeenWhole() {
        var steps = new WatchedSteps(12, 4);
        assertEquals(IntStream.rangeClosed(1, 12).boxed().toList(), IntStream.rangeClosed(1, 12).filter(steps::norms).boxed().toList());
        assertEquals(List.of(4, 8, 12), IntStream.rangeClosed(1, 12).filter(steps::distributions).boxed().toList());
    }

    @Test
    void aLongOneIsSeenSeldomAndAtItsEnd() {
        var steps = new WatchedSteps(100_003, 10);
        long norms = IntStream.rangeClosed(1, 100_003).filter(steps::norms).count();
        List<Integer> distributions = IntStream.rangeClosed(1, 100_003).filter(steps::distributions).boxed().toList();
        assertTrue(norms > 40 && norms <= 72, "norms " + norms);
        assertTrue(distributions.size() > 15 && distributions.size() <= 21, distributions::toString);
        assertTrue(distributions.getLast() == 100_003 && distributions.getFirst() % 10 == 0, distributions::toString);
    }

    @Test
    void layersAreNamedByTheirPlaceInTheModel() {
        assertEquals(Map.of("embeddings", List.of(0), "layer.0", List.of(1, 2), "layer.10", List.of(3), "pooler", List.of(4), "classifier", List.of(5)),
                LayerNames.of(List.of("bert.embeddings.word_embeddings.weight", "bert.encoder.layer.0.output.dense.weight",
                        "bert.encoder.layer.0.output.dense.bias", "bert.encoder.layer.10.output.dense.bias", "bert.pooler.dense.weight",
                        "classifier.weight")));
        assertEquals(Map.of("embeddings", List.of(0), "encoder.layer.1".substring(8), List.of(1)),
                LayerNames.of(List.of("embeddings.word_embeddings.weight", "encoder.layer.1.output.dense.weight")));
    }
}
