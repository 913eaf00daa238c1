package dev.lathe.bert.heads;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.ShapesOnly;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.DoubleBert;
import dev.lathe.bert.config.Relative;
import dev.lathe.bert.encoder.RandomModel;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Heads that only one family has, against the same in double precision.
class PreTrainingTest {
    private static final double TOLERANCE = 3e-5;

    @Test
    void whetherATextFollowsIsScoredFromThePooledFirstToken() {
        BertConfig config = Relative.BERT.config();
        try (var model = new RandomModel<>(scope -> new BertForNextSentencePrediction(scope, config))) {
            float[] logits = model.answer(BertForNextSentencePrediction::logits);
            var bert = new DoubleBert(config, model.weights(UnaryOperator.identity()));
            for (int s = 0; s < 3; s++) {
                double[] first = bert.hidden(RandomModel.IDS[s], RandomModel.TYPES[s])[0];
                double[] wanted = bert.linear(
                        "cls.seq_relationship", DoubleBert.map(bert.linear("bert.pooler.dense", first), Math::tanh));
                assertEquals(wanted[0], logits[2 * s], TOLERANCE);
                assertEquals(wanted[1], logits[2 * s + 1], TOLERANCE);
            }
        }
    }

    @Test
    void bothTasksTogetherScoreAsEachDoesAlone() {
        BertConfig config = Relative.BERT.config();
        try (var both = new RandomModel<>(scope -> new BertForPreTraining(scope, config));
                var words = new RandomModel<>(scope -> new BertForMaskedLM(scope, config));
                var next = new RandomModel<>(scope -> new BertForNextSentencePrediction(scope, config))) {
            both.copyTo(words);
            both.copyTo(next);
            assertArrayEquals(
                    words.answer((m, ws, batch) -> m.logits(ws, batch, ws.ofInts(Shape.of(2), 1, 6))),
                    both.answer((m, ws, batch) -> m.logits(ws, batch, ws.ofInts(Shape.of(2), 1, 6)).prediction()));
            assertArrayEquals(
                    next.answer(BertForNextSentencePrediction::logits),
                    both.answer((m, ws, batch) ->
                            m.logits(ws, batch, ws.ofInts(Shape.of(1), 0)).sequenceRelationship()));
        }
    }

    @Test
    void theDiscriminatorScoresEachToken() {
        BertConfig config = Relative.ELECTRA.config();
        try (var model = new RandomModel<>(scope -> new ElectraForPreTraining(scope, config))) {
            float[] logits = model.answer(ElectraForPreTraining::logits);
            var electra = new DoubleBert(config, model.weights(Relative.ELECTRA::bertName));
            double[] wanted = Arrays.stream(electra.hidden(RandomModel.IDS[0], RandomModel.TYPES[0]))
                    .map(row -> DoubleBert.map(
                            electra.linear("discriminator_predictions.dense", row), DoubleBert::gelu))
                    .mapToDouble(row -> electra.linear("discriminator_predictions.dense_prediction", row)[0])
                    .toArray();
            for (int t = 0; t < wanted.length; t++) {
                assertEquals(wanted[t], logits[t], TOLERANCE, "token " + t);
            }
            assertEquals(20, logits.length);
        }
    }

    @Test
    void noRelativeHasTheHeadsOfAnother() {
        refuses("next sentence prediction: roberta: only bert has this head",
                scope -> new BertForPreTraining(scope, Relative.ROBERTA.config()));
        refuses("replaced token detection: bert: only electra has this head",
                scope -> new ElectraForPreTraining(scope, Relative.BERT.config()));
    }

    private static void refuses(String message, Consumer<ModelScope> build) {
        try (var workspace = Workspace.model("refused", ShapesOnly.backend())) {
            var refusal = assertThrows(
                    IllegalArgumentException.class, () -> build.accept(ModelScope.root(workspace)));
            assertEquals(message, refusal.getMessage());
        }
    }
}
