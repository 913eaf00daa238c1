package dev.lathe.bert.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BertConfigTest {
    @Test
    void startsFromBertBase() {
        var expected = new BertConfig(
                ModelFamily.BERT, 30_522, 768, 768, 12, 12, 3_072, HiddenAct.GELU, 0.1, 0.1, 0.1, 512, 2, 0.02, 1e-12, 0, 0);
        assertEquals(expected, BertConfig.builder().build());
        assertEquals(64, expected.headSize());
    }

    @Test
    void keepsEveryFieldThroughItsBuilder() {
        var config = new BertConfig(
                ModelFamily.ELECTRA, 50, 6, 12, 3, 4, 20, HiddenAct.GELU_NEW, 0.2, 0.3, 0.4, 64, 1, 0.5, 1e-5, 7, 3);
        assertEquals(config, config.toBuilder().build());
    }

    @Test
    void classifierDropoutFollowsTheHiddenOneUntilItIsSet() {
        var follows = BertConfig.builder().build().toBuilder().hiddenDropoutProb(0.5).build();
        assertEquals(0.5, follows.classifierDropout());
        var own = BertConfig.builder().classifierDropout(0.2).build().toBuilder().hiddenDropoutProb(0.5).build();
        assertEquals(0.2, own.classifierDropout());
    }

    @Test
    void saysWhichFieldDoesNotFit() {
        refuses("vocabSize 0: must be at least 1", BertConfig.builder().vocabSize(0));
        refuses("hiddenSize -1: must be at least 1", BertConfig.builder().hiddenSize(-1));
        refuses("numHiddenLayers 0: must be at least 1", BertConfig.builder().numHiddenLayers(0));
        refuses("numAttentionHeads 0: must be at least 1", BertConfig.builder().numAttentionHeads(0));
        refuses("intermediateSize 0: must be at least 1", BertConfig.builder().intermediateSize(0));
        refuses("maxPositionEmbeddings 0: must be at least 1", BertConfig.builder().maxPositionEmbeddings(0));
        refuses("typeVocabSize 0: must be at least 1", BertConfig.builder().typeVocabSize(0));
        refuses(
                "hiddenSize 770: not divisible by numAttentionHeads 12",
                BertConfig.builder().hiddenSize(770));
        refuses(
                "hiddenDropoutProb 1.0: must be at least 0 and below 1",
                BertConfig.builder().hiddenDropoutProb(1));
        refuses(
                "attentionProbsDropoutProb NaN: must be at least 0 and below 1",
                BertConfig.builder().attentionProbsDropoutProb(Double.NaN));
        refuses(
                "classifierDropout -0.1: must be at least 0 and below 1",
                BertConfig.builder().classifierDropout(-0.1));
        refuses("initializerRange 0.0: must be finite and above 0", BertConfig.builder().initializerRange(0));
        refuses(
                "layerNormEps Infinity: must be finite and above 0",
                BertConfig.builder().layerNormEps(Double.POSITIVE_INFINITY));
        refuses("padTokenId 30522: vocabulary has 0..30521", BertConfig.builder().padTokenId(30_522));
    }

    @Test
    void embeddingsFollowTheHiddenSizeUntilTheirsIsSet() {
        assertEquals(24, BertConfig.builder().build().toBuilder().hiddenSize(24).build().embeddingSize());
        refuses("embeddingSize 12: bert needs hiddenSize 24", BertConfig.builder().hiddenSize(24).embeddingSize(12));
    }

    @Test
    void aRobertaTakesFewerTokensThanItHasPositions() {
        var roberta = ModelFamily.ROBERTA.defaults().maxPositionEmbeddings(514);
        assertEquals(512, roberta.build().longestSequence());
        assertEquals(514, roberta.family(ModelFamily.BERT).build().longestSequence());
        refuses("maxPositionEmbeddings 2: roberta's positions start at 2",
                ModelFamily.ROBERTA.defaults().maxPositionEmbeddings(2));
    }

    private static void refuses(String message, BertConfigBuilder builder) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }
}
