package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.heads.BertForPreTraining;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.data.text.Document;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.task.CutTexts;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A guesser of masked words that also tells whether one text follows another.
final class PreTraining implements TaskModel<Document, SentencePairs.Segment> {
    private final BertForPreTraining model;
    private final PairMasking masking;
    private CutTexts cut = CutTexts.NONE;

    PreTraining(BertForPreTraining model, PairMasking masking) {
        this.model = model;
        this.masking = masking;
    }

    @Override
    public List<SentencePairs.Segment> encode(List<Document> examples) {
        var pairs = new SentencePairs(examples, masking.tokenizer(), masking.maxLength());
        cut = cut.with(pairs.cutTexts());
        return pairs.segments();
    }

    @Override
    public CutTexts cutTexts() {
        return cut;
    }

    @Override
    public Objective<SentencePairs.Segment> objective() {
        return new PreTrainingLoss(model, masking);
    }

    @Override
    public Evaluation evaluate(List<SentencePairs.Segment> examples, EvaluationBatches batches) {
        List<PairMasking.MaskedPair> pairs = IntStream.range(0, examples.size())
                .mapToObj(i -> masking.apply(examples.get(i), MaskedLm.EVALUATION, i))
                .toList();
        List<MaskedText> texts = pairs.stream().map(PairMasking.MaskedPair::text).toList();
        var guesses = new Guesses(texts);
        var right = new double[pairs.size()];
        var relationships = new double[pairs.size()];
        batches.run(texts.stream().map(MaskedText::tokens).toList(), (ws, tokens, batch) -> {
            MaskedRows masked = guesses.rows(ws, tokens, batch);
            BertForPreTraining.Logits logits = model.logits(ws, tokens, masked.rows());
            guesses.add(ws, masked, logits.prediction(), batch);
            judge(logits.sequenceRelationship(), pairs, batch, relationships, right);
        });
        double loss = IntStream.range(0, right.length).mapToDouble(i -> guesses.losses()[i] + relationships[i]).average().orElseThrow();
        double accuracy = Arrays.stream(right).average().orElseThrow();
        return new PreTrainingReport(guesses.report(), accuracy).evaluation(loss, guesses.sample(), right);
    }

    private static void judge(Tensor logits, List<PairMasking.MaskedPair> pairs, int[] batch, double[] losses, double[] right) {
        float[] scores = logits.toArray();
        for (int i = 0; i < batch.length; i++) {
            int own = PreTrainingLoss.classOf(pairs.get(batch[i]));
            double ahead = (double) scores[2 * i + own] - scores[2 * i + 1 - own];
            losses[batch[i]] = Math.max(0, -ahead) + StrictMath.log1p(StrictMath.exp(-Math.abs(ahead)));
            right[batch[i]] = ahead > 0 ? 1 : 0;
        }
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.PRE_TRAINING), List.of(), ProblemType.UNSPECIFIED);
    }
}
