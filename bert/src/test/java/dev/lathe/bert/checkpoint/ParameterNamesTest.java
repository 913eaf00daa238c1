package dev.lathe.bert.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bert/embeddings/token_type_embeddings                    | bert.embeddings.token_type_embeddings.weight               | false
            module/bert/embeddings/LayerNorm/gamma                   | bert.embeddings.LayerNorm.weight                           | false
            bert/encoder/layer_0/attention/output/LayerNorm/beta     | bert.encoder.layer.0.attention.output.LayerNorm.bias       | false
            bert/encoder/layer_23/attention/self/value/kernel        | bert.encoder.layer.23.attention.self.value.weight          | true
            bert/encoder/layer_2/attention/self/key/bias             | bert.encoder.layer.2.attention.self.key.bias               | false
            bert/encoder/layer_10/attention/output/dense/kernel      | bert.encoder.layer.10.attention.output.dense.weight        | true
            bert/encoder/layer_10/intermediate/dense/bias            | bert.encoder.layer.10.intermediate.dense.bias              | false
            bert/pooler/dense/kernel                                 | bert.pooler.dense.weight                                   | true
            module/cls/predictions/transform/dense/kernel            | cls.predictions.transform.dense.weight                     | true
            cls/predictions/transform/LayerNorm/gamma                | cls.predictions.transform.LayerNorm.weight                 | false
            cls/predictions/output_bias                              | cls.predictions.bias                                       | false
            cls/seq_relationship/output_weights                      | cls.seq_relationship.weight                                | false
            cls/squad/output_bias                                    | qa_outputs.bias                                            | false
            output_weights                                           | classifier.weight                                          | false
            """)
    void aVariableBecomesAParameter(String variable, String parameter, boolean transposed) {
        assertEquals(Optional.of(new ParameterNames.Renamed(parameter, transposed)),
                ParameterNames.ofVariable(variable));
    }

    @Test
    void whatServesTrainingOnlyBecomesNone() {
        for (String variable : new String[] {"global_step", "bert/pooler/dense/kernel/adam_m",
            "cls/predictions/output_bias/adam_v", "bert/pooler/dense/bias/AdamWeightDecayOptimizer_1"}) {
            assertEquals(Optional.empty(), ParameterNames.ofVariable(variable), variable);
            assertTrue(ParameterNames.isOptimizers(variable), variable);
        }
        assertFalse(ParameterNames.isOptimizers("bert/pooler/dense/kernel"));
        assertFalse(ParameterNames.isOptimizers("crf/transitions"));
    }

    @Test
    void oldNamesOfLayerNormalisationBecomeTodays() {
        assertEquals("bert.embeddings.LayerNorm.weight", ParameterNames.ofTensor("bert.embeddings.LayerNorm.gamma"));
        assertEquals("encoder.layer.1.output.LayerNorm.bias",
                ParameterNames.ofTensor("encoder.layer.1.output.LayerNorm.beta"));
        assertEquals("LayerNorm.weight", ParameterNames.ofTensor("LayerNorm.gamma"));
        assertEquals("my.gamma", ParameterNames.ofTensor("my.gamma"));
        assertEquals("classifier.weight", ParameterNames.ofTensor("classifier.weight"));
    }

    @Test
    void whatPyTorchWrapsAModelInIsNoPartOfItsNames() {
        assertEquals("bert.pooler.dense.bias", ParameterNames.ofTensor("module.bert.pooler.dense.bias"));
        assertEquals("bert.embeddings.LayerNorm.bias", ParameterNames.ofTensor("_orig_mod.module.bert.embeddings.LayerNorm.beta"));
        assertEquals("my.module.weight", ParameterNames.ofTensor("my.module.weight"));
    }
}
