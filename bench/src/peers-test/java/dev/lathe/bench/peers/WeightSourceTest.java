package dev.lathe.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightSourceTest {

    @Test
    void aFreshModelHasNormsOfOneAndBiasesOfZero() {
        WeightSource fresh = WeightSource.initial(BertShape.TINY, 0.035);
        assertEquals(1f, fresh.values("bert.embeddings.LayerNorm.weight")[31]);
        assertEquals(0f, fresh.values("bert.embeddings.LayerNorm.bias")[31]);
        assertArrayEquals(FormulaWeights.uniform("classifier.weight", new long[] {3, 32}, 0.035),
                fresh.values("classifier.weight"));
    }

    @Test
    void namesTheWeightThatIsNotThere() {
        WeightSource empty = WeightSource.of(Map.of());
        var refusal = assertThrows(IllegalArgumentException.class, () -> empty.values("classifier.bias"));
        assertEquals("no weight 'classifier.bias'", refusal.getMessage());
    }
}
