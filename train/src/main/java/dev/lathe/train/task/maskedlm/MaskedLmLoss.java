package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.task.Objective;
import java.util.List;
import java.util.stream.IntStream;

/// Cross-entropy of the masked tokens, in nats, with masks of the step's own.
record MaskedLmLoss(BertForMaskedLM model, Masking masking) implements Objective<MaskableText> {
    @Override
    public PartLoss of(Workspace ws, List<MaskableText> examples, int firstExample) {
        RandomKey key = ws.randomKey().orElseThrow(() -> new IllegalStateException(
                "masked-lm: workspace '%s' has no random key: needs one for training".formatted(ws.name())));
        List<MaskedText> texts = IntStream.range(0, examples.size())
                .mapToObj(i -> masking.apply(examples.get(i), key, firstExample + i))
                .toList();
        TokenBatch tokens = TokenBatch.of(ws, texts.stream().map(MaskedText::tokens).toList(), firstExample);
        var masked = new MaskedRows(ws, tokens, texts);
        Tensor loss = CrossEntropyOp.apply(ws, model.logits(ws, tokens, masked.rows()), masked.originals());
        return new PartLoss(loss, masked.count(), tokens.sequences().tokens());
    }
}
