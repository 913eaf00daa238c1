package dev.lathe.bert.heads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.bert.config.DoubleBert;
import dev.lathe.bert.config.Relative;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.RandomModel;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.op.norm.SoftmaxOp;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tiny random models of every family and head against the same in double precision: texts and pairs of unequal length
/// in one batch.
class RelativesTest {
    private static final double TOLERANCE = 3e-5;

    @ParameterizedTest
    @EnumSource
    void hiddenStatesAreThoseOfTheFormulas(Relative relative) {
        try (var model = new RandomModel<>(scope -> BertModel.below(scope, relative.config()))) {
            float[] hidden = model.answer(BertModel::lastHiddenState);
            check(relative, reference(relative, model), hidden, bert -> rows -> rows);
        }
    }

    @ParameterizedTest
    @EnumSource
    void scoresOfTextsAreThoseOfTheFormulas(Relative relative) {
        try (var model = new RandomModel<>(scope -> new BertForSequenceClassification(scope, relative.config(), 3))) {
            float[] logits = model.answer(BertForSequenceClassification::logits);
            check(relative, reference(relative, model), logits, bert -> rows -> new double[][] {bert.linear(
                    "classifier", DoubleBert.map(bert.linear("bert.pooler.dense", rows[0]), relative.pooling))});
        }
    }

    @ParameterizedTest
    @EnumSource
    void scoresOfChoicesAreThoseOfTheFormulas(Relative relative) {
        try (var model = new RandomModel<>(scope -> new BertForMultipleChoice(scope, relative.config()))) {
            float[] logits = model.answer(BertForMultipleChoice::logits);
            check(relative, reference(relative, model), logits, bert -> rows -> new double[][] {bert.linear(
                    "classifier", DoubleBert.map(bert.linear("bert.pooler.dense", rows[0]), relative.pooling))});
        }
    }

    @ParameterizedTest
    @EnumSource
    void scoresOfTokensAreThoseOfTheFormulas(Relative relative) {
        try (var model = new RandomModel<>(scope -> new BertForTokenClassification(scope, relative.config(), 5))) {
            float[] logits = model.answer(BertForTokenClassification::logits);
            check(relative, reference(relative, model), logits, bert -> rows ->
                    Arrays.stream(rows).map(row -> bert.linear("classifier", row)).toArray(double[][]::new));
        }
    }

    @ParameterizedTest
    @EnumSource
    void scoresOfAnswersAreThoseOfTheFormulas(Relative relative) {
        try (var model = new RandomModel<>(scope -> new BertForQuestionAnswering(scope, relative.config()))) {
            float[] logits = model.answer(BertForQuestionAnswering::logits);
            check(relative, reference(relative, model), logits, bert -> rows ->
                    Arrays.stream(rows).map(row -> bert.linear("qa_outputs", row)).toArray(double[][]::new));
        }
    }

    /// Of each text the second token.
    @ParameterizedTest
    @EnumSource
    void scoresOfWordsAreThoseOfTheFormulas(Relative relative) {
        try (var model = new RandomModel<>(scope -> new BertForMaskedLM(scope, relative.config()))) {
            float[] logits = model.answer((m, ws, batch) -> SoftmaxOp.apply(ws, m.logits(
                    ws, batch, ws.ofInts(Shape.of(3), 1, batch.sequences().start(1) + 1, batch.sequences().start(2) + 1))));
            check(relative, reference(relative, model), logits, bert -> rows ->
                    new double[][] {softmax(bert.words(rows[1], DoubleBert::gelu))});
        }
    }

    private static double[] softmax(double[] scores) {
        double[] shares = DoubleBert.map(scores, Math::exp);
        double sum = Arrays.stream(shares).sum();
        return DoubleBert.map(shares, share -> share / sum);
    }

    private static DoubleBert reference(Relative relative, RandomModel<?> model) {
        return new DoubleBert(relative.config(), model.weights(relative::bertName), relative.firstPosition);
    }

    private static void check(
            Relative relative, DoubleBert bert, float[] actual,
            Function<DoubleBert, Function<double[][], double[][]>> head) {
        int at = 0;
        for (int s = 0; s < RandomModel.IDS.length; s++) {
            int[] types = relative.seesTypes() ? RandomModel.TYPES[s] : new int[RandomModel.TYPES[s].length];
            double[][] rows = head.apply(bert).apply(bert.hidden(RandomModel.IDS[s], types));
            for (int row = 0; row < rows.length; row++) {
                for (double wanted : rows[row]) {
                    assertEquals(wanted, actual[at++], TOLERANCE,
                            "text %d, row %d -Dtest.seed=%d".formatted(s, row, RandomModel.SEED));
                }
            }
        }
        assertEquals(actual.length, at);
    }
}
