package dev.lathe.bert.heads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.ShapesOnly;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Names and sizes of the heads' parameters, as Hugging Face's classes of the same names count them for BERT-base.
class HeadParametersTest {
    private static final BertConfig BASE = BertConfig.builder().build();

    @Test
    void aClassifierOfTextsHas109483778ParametersForTwoLabels() {
        assertEquals(109_483_778, count(scope -> new BertForSequenceClassification(scope, BASE, 2)));
    }

    @Test
    void aClassifierOfTokensHas108898569ParametersForNineLabels() {
        assertEquals(108_898_569, count(scope -> new BertForTokenClassification(scope, BASE, 9)));
    }

    @Test
    void aFinderOfAnswersHas108893186Parameters() {
        assertEquals(108_893_186, count(scope -> new BertForQuestionAnswering(scope, BASE)));
    }

    @Test
    void aGuesserOfWordsHas109514298ParametersSinceItsDecoderIsTied() {
        assertEquals(109_514_298, count(scope -> new BertForMaskedLM(scope, BASE)));
    }

    @Test
    void bothPretrainingHeadsHave110106428Parameters() {
        assertEquals(110_106_428, count(scope -> new BertForPreTraining(scope, BASE)));
    }

    /// As published for distilbert-base-uncased.
    @Test
    void aDistilBertHasTwoThirdsOfTheParameters() {
        BertConfig config = ModelFamily.DISTILBERT.defaults().numHiddenLayers(6).build();
        assertEquals(66_362_880, count(scope -> new BertModel(scope, config)));
        assertEquals(66_955_010, count(scope -> new BertForSequenceClassification(scope, config, 2)));
        assertEquals(66_985_530, count(scope -> new BertForMaskedLM(scope, config)));
    }

    /// As published for roberta-base.
    @Test
    void aRobertaHasMoreSinceItsVocabularyIsLarger() {
        BertConfig config = ModelFamily.ROBERTA.defaults()
                .vocabSize(50_265).maxPositionEmbeddings(514).typeVocabSize(1).build();
        assertEquals(124_645_632 - 768 * 769, count(scope -> new BertModel(scope, config)));
        assertEquals(124_647_170, count(scope -> new BertForSequenceClassification(scope, config, 2)));
        assertEquals(124_697_433, count(scope -> new BertForMaskedLM(scope, config)));
    }

    /// The sizes of google/electra-small-discriminator.
    @Test
    void aSmallElectraHasNarrowEmbeddings() {
        BertConfig config = ModelFamily.ELECTRA.defaults()
                .embeddingSize(128).hiddenSize(256).numAttentionHeads(4).intermediateSize(1024).build();
        int embeddings = (30_522 + 512 + 2) * 128 + 2 * 128;
        int layer = 4 * 256 * 257 + 256 * 1025 + 1024 * 257 + 4 * 256;
        assertEquals(embeddings + 129 * 256 + 12 * layer, count(scope -> new BertModel(scope, config)));
        assertEquals(13_549_314, count(scope -> new BertForSequenceClassification(scope, config, 2)));
        assertTrue(names(scope -> new BertForTokenClassification(scope, config, 2))
                .contains("electra.embeddings_project.weight"));
    }

    @Test
    void oneChoiceOrTwoClassesOfPairsDifferByOneRow() {
        long choice = count(scope -> new BertForMultipleChoice(scope, BASE));
        long next = count(scope -> new BertForNextSentencePrediction(scope, BASE));
        assertEquals(109_482_240 + 769, choice);
        assertEquals(109_482_240 + 2 * 769, next);
    }

    @Test
    void onlyHeadsOverWholeTextsHaveAPooler() {
        assertTrue(names(scope -> new BertForMultipleChoice(scope, BASE)).contains("bert.pooler.dense.weight"));
        assertFalse(names(scope -> new BertForTokenClassification(scope, BASE, 9)).contains("bert.pooler.dense.weight"));
    }

    @Test
    void pretrainingHeadsHaveTheNamesOfTheCheckpoint() {
        List<String> names = names(scope -> new BertForPreTraining(scope, BASE));
        assertEquals(
                List.of(
                        "cls.predictions.transform.dense.weight", "cls.predictions.transform.dense.bias",
                        "cls.predictions.transform.LayerNorm.weight", "cls.predictions.transform.LayerNorm.bias",
                        "cls.predictions.bias", "cls.seq_relationship.weight", "cls.seq_relationship.bias"),
                names.stream().filter(name -> name.startsWith("cls.")).toList());
    }

    private static long count(Consumer<ModelScope> model) {
        return parameters(model).stream().mapToLong(p -> p.parameter().shape().size()).sum();
    }

    private static List<String> names(Consumer<ModelScope> model) {
        return parameters(model).stream().map(ModelParameter::name).toList();
    }

    private static List<ModelParameter> parameters(Consumer<ModelScope> model) {
        try (var workspace = Workspace.model("shapes", ShapesOnly.backend())) {
            ModelScope scope = ModelScope.root(workspace);
            model.accept(scope);
            return scope.parameters();
        }
    }
}
