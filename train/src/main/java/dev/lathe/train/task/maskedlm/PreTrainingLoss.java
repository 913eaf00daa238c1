package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForNextSentencePrediction;
import dev.lathe.bert.heads.BertForPreTraining;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.task.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A pair's loss is the mean cross-entropy of its masked tokens, and that of whether its second text follows, in nats. Pairs and masks are
/// the step's own.
record PreTrainingLoss(BertForPreTraining model, PairMasking masking) implements Objective<SentencePairs.Segment> {
    @Override
    public PartLoss of(Workspace ws, List<SentencePairs.Segment> examples, int firstExample) {
        RandomKey key = ws.randomKey().orElseThrow(() -> new IllegalStateException(
                "pre-training: workspace '%s' has no random key: needs one for training".formatted(ws.name())));
        List<PairMasking.MaskedPair> pairs = IntStream.range(0, examples.size())
                .mapToObj(i -> masking.apply(examples.get(i), key, firstExample + i))
                .toList();
        List<MaskedText> texts = pairs.stream().map(PairMasking.MaskedPair::text).toList();
        TokenBatch tokens = TokenBatch.of(ws, texts.stream().map(MaskedText::tokens).toList(), firstExample);
        var masked = new MaskedRows(ws, tokens, texts);
        BertForPreTraining.Logits logits = model.logits(ws, tokens, masked.rows());
        Tensor loss = AddOp.apply(ws, words(ws, masked, texts, logits.prediction()), relationship(ws, logits.sequenceRelationship(), pairs));
        return new PartLoss(loss, pairs.size(), tokens.sequences().tokens());
    }

    /// The mean over pairs, not over masked tokens, so that a step in parts has the gradients of a whole one.
    private static Tensor words(Workspace ws, MaskedRows masked, List<MaskedText> texts, Tensor logits) {
        var losses = new ArrayList<Tensor>();
        int row = 0;
        for (MaskedText text : texts) {
            int size = text.positions().length;
            losses.add(masked.loss(ws, logits, row, size));
            row += size;
        }
        Tensor sum = losses.stream().reduce((a, b) -> AddOp.apply(ws, a, b)).orElseThrow();
        return ScaleOp.apply(ws, sum, 1f / texts.size());
    }

    /// The mean loss of whether second texts follow.
    static Tensor relationship(Workspace ws, Tensor logits, List<PairMasking.MaskedPair> pairs) {
        int[] classes = pairs.stream().mapToInt(PreTrainingLoss::classOf).toArray();
        return CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(classes.length), classes));
    }

    static int classOf(PairMasking.MaskedPair pair) {
        return pair.follows() ? BertForNextSentencePrediction.FOLLOWS : BertForNextSentencePrediction.RANDOM;
    }
}
