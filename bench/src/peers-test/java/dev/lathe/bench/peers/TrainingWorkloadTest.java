package dev.lathe.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TrainingWorkloadTest {

    @Test
    void isReadFromItsName() {
        TrainingWorkload workload = TrainingWorkload.parse("bert-base/16x128/0.1", 2);
        assertEquals(new TrainingWorkload(BertShape.BERT_BASE, 16, 128, 0.1, 2), workload);
        assertEquals("bert-base/16x128/0.1", workload.name());
    }

    @Test
    void countsTheOperationsOfABertBaseStep() {
        assertEquals(1.073e12, TrainingWorkload.parse("bert-base/16x128/0", 2).flops(), 0.001e12);
    }

    @Test
    void refusesAnotherGrammar() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> TrainingWorkload.parse("minilm/16", 2));
        assertEquals("minilm/16: not of the form minilm/16x128/0.1", refusal.getMessage());
    }
}
