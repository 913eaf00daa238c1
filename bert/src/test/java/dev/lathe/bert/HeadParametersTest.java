package dev.lathe.bert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
