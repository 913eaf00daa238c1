package dev.lathe.train.task.embedding;

import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.norm.L2NormalizeOp;
import dev.lathe.train.evaluate.EvaluationBatches;
import java.util.Arrays;
import java.util.List;

/// The directions of sentences: vectors of length 1, whose products are cosines.
record SentenceVectors(BertModel model, Pooling pooling) {
    /// A row for each text, `[sequences,hidden]`.
    Tensor of(Workspace ws, TokenBatch tokens) {
        return L2NormalizeOp.apply(ws, pooling.vectors(ws, model, tokens));
    }

    /// The vectors of many texts, to be compared.
    float[][] ofAll(List<TokenSequence> texts, EvaluationBatches batches) {
        var vectors = new float[texts.size()][];
        batches.run(texts, (ws, tokens, batch) -> {
            float[] rows = of(ws, tokens).toArray();
            int length = rows.length / batch.length;
            for (int i = 0; i < batch.length; i++) {
                vectors[batch[i]] = Arrays.copyOfRange(rows, i * length, (i + 1) * length);
            }
        });
        return vectors;
    }

    /// The product of two vectors of length 1.
    static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
