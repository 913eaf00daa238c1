package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.tensor.op.shape.GatherOp;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Where the masked tokens of a batch are, and what stood there.
final class MaskedRows {
    private final int[] originalIds;
    private final Tensor rows;
    private final Tensor originals;

    MaskedRows(Workspace ws, TokenBatch tokens, List<MaskedText> texts) {
        int count = texts.stream().mapToInt(text -> text.positions().length).sum();
        var at = new int[count];
        originalIds = new int[count];
        int next = 0;
        for (int s = 0; s < texts.size(); s++) {
            MaskedText text = texts.get(s);
            for (int i = 0; i < text.positions().length; i++) {
                at[next] = tokens.sequences().start(s) + text.positions()[i];
                originalIds[next++] = text.originals()[i];
            }
        }
        rows = ws.ofInts(Shape.of(count), at);
        originals = ws.ofInts(Shape.of(count), originalIds);
    }

    /// I32 `[count]`: rows of the batch.
    Tensor rows() {
        return rows;
    }

    /// I32 `[count]`: ids that were masked.
    Tensor originals() {
        return originals;
    }

    /// The mean loss of some neighbouring masked tokens, such as those of one text.
    ///
    /// @param logits `[count,vocabulary]`
    Tensor loss(Workspace ws, Tensor logits, int from, int size) {
        Tensor chosen = ws.ofInts(Shape.of(size), IntStream.range(from, from + size).toArray());
        Tensor right = ws.ofInts(Shape.of(size), Arrays.copyOfRange(originalIds, from, from + size));
        return CrossEntropyOp.apply(ws, GatherOp.apply(ws, logits, chosen), right);
    }

    int count() {
        return originalIds.length;
    }

    /// How many have the highest score of their row.
    ///
    /// @param logits `[count,vocabulary]`
    int correct(Tensor logits) {
        int words = logits.shape().dim(1);
        float[] scores = logits.toArray();
        int correct = 0;
        for (int i = 0; i < originalIds.length; i++) {
            float own = scores[i * words + originalIds[i]];
            boolean best = true;
            for (int w = 0; w < words && best; w++) {
                best = scores[i * words + w] <= own;
            }
            correct += best ? 1 : 0;
        }
        return correct;
    }
}
