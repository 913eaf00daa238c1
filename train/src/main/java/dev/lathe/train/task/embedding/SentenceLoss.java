package dev.lathe.train.task.embedding;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ReluOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.tensor.op.loss.MeanSquaredErrorOp;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.tensor.op.reduce.MeanOp;
import dev.lathe.tensor.op.shape.GatherOp;
import dev.lathe.train.data.text.SentenceTuple;
import dev.lathe.train.task.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What embeddings are to be like, by what is known about their sentences.
///
/// | data | loss |
/// |---|---|
/// | pairs | cross-entropy of each anchor's own partner among the partners of all in the batch, by 20 times the cosine |
/// | scored pairs | squared distance between cosine and score |
/// | triplets | `max(0, cos(anchor, negative) - cos(anchor, positive) + 0.5)` |
///
/// Source of the first: Henderson et al., 2017, section 4.4; of the others: Reimers and Gurevych, 2019, section 3.
record SentenceLoss(SentenceVectors vectors) implements Objective<SentenceTokens> {
    /// Makes of cosines, which differ by 2 at most, logits that can tell one partner from the rest.
    static final double SCALE = 20;

    /// How much nearer the positive is to be than the negative.
    static final double MARGIN = 0.5;

    @Override
    public PartLoss of(Workspace ws, List<SentenceTokens> examples, int firstExample) {
        int count = examples.size();
        int width = examples.getFirst().texts().size();
        List<TokenSequence> texts = IntStream.range(0, width)
                .boxed()
                .flatMap(column -> examples.stream().map(example -> example.texts().get(column)))
                .toList();
        TokenBatch tokens = TokenBatch.of(ws, texts, Math.multiplyExact(firstExample, width));
        Tensor all = vectors.of(ws, tokens);
        Tensor anchors = column(ws, all, 0, count);
        Tensor others = column(ws, all, 1, count);
        Tensor loss = switch (examples.getFirst().tuple()) {
            case SentenceTuple.Pair _ -> ofPairs(ws, anchors, others, count);
            case SentenceTuple.ScoredPair _ -> ofScores(ws, cosines(ws, anchors, others), examples);
            case SentenceTuple.Triplet _ -> ofTriplets(ws, anchors, others, column(ws, all, 2, count));
        };
        return new PartLoss(loss, count, tokens.sequences().tokens());
    }

    private static Tensor column(Workspace ws, Tensor all, int column, int count) {
        return GatherOp.apply(ws, all, ws.ofInts(Shape.of(count), IntStream.range(column * count, (column + 1) * count).toArray()));
    }

    private static Tensor ofPairs(Workspace ws, Tensor anchors, Tensor positives, int count) {
        Tensor logits = ScaleOp.apply(ws, MatMulOp.apply(ws, anchors, false, positives, true), (float) SCALE);
        Tensor own = ws.ofInts(Shape.of(count), IntStream.range(0, count).toArray());
        return CrossEntropyOp.apply(ws, logits, own);
    }

    private static Tensor ofScores(Workspace ws, Tensor cosines, List<SentenceTokens> examples) {
        var scores = new float[examples.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) ((SentenceTuple.ScoredPair) examples.get(i).tuple()).score();
        }
        return MeanSquaredErrorOp.apply(ws, cosines, ws.of(cosines.shape(), scores));
    }

    private static Tensor ofTriplets(Workspace ws, Tensor anchors, Tensor positives, Tensor negatives) {
        Tensor near = cosines(ws, anchors, positives);
        Tensor far = cosines(ws, anchors, negatives);
        var margins = new float[near.shape().size()];
        Arrays.fill(margins, (float) MARGIN);
        Tensor lack = AddOp.apply(ws, AddOp.apply(ws, far, ScaleOp.apply(ws, near, -1)), ws.of(near.shape(), margins));
        return MeanOp.apply(ws, ReluOp.apply(ws, lack));
    }

    /// Products of rows, `[count,1]`.
    private static Tensor cosines(Workspace ws, Tensor a, Tensor b) {
        int length = a.shape().dim(1);
        var ones = new float[length];
        Arrays.fill(ones, 1);
        return MatMulOp.apply(ws, MulOp.apply(ws, a, b), ws.of(Shape.of(length, 1), ones));
    }
}
