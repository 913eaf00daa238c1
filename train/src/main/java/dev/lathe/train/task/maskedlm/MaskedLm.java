package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Tensor;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.train.data.text.PlainText;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.evaluate.score.Perplexity;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A guesser of masked words.
final class MaskedLm implements TaskModel<PlainText, MaskableText> {
    /// The same in every evaluation, so that epochs and models can be compared.
    private static final RandomKey EVALUATION = new RandomKey(0, 0);

    private final BertForMaskedLM model;
    private final Tokenizer tokenizer;
    private final int maxLength;
    private final Masking masking;

    MaskedLm(BertForMaskedLM model, Tokenizer tokenizer, int maxLength, Masking masking) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.maxLength = maxLength;
        this.masking = masking;
    }

    /// A text that is too long becomes several.
    @Override
    public List<MaskableText> encode(List<PlainText> examples) {
        var texts = new ArrayList<MaskableText>();
        for (PlainText example : examples) {
            int before = texts.size();
            tokenizer.windows(new TokenizerInput.Text(example.text()), Truncation.to(maxLength)).stream()
                    .map(window -> MaskableText.of(window, masking.wholeWords()))
                    .filter(text -> !text.words().isEmpty())
                    .forEach(texts::add);
            if (texts.size() == before) {
                throw example.source().error("the text has no word that could be masked");
            }
        }
        return texts;
    }

    @Override
    public Objective<MaskableText> objective() {
        return new MaskedLmLoss(model, masking);
    }

    @Override
    public Evaluation evaluate(List<MaskableText> examples, EvaluationBatches batches) {
        List<MaskedText> texts = IntStream.range(0, examples.size())
                .mapToObj(i -> masking.apply(examples.get(i), EVALUATION, i))
                .toList();
        var losses = new double[texts.size()];
        int[] counts = texts.stream().mapToInt(text -> text.positions().length).toArray();
        var correct = new long[1];
        batches.run(texts.stream().map(MaskedText::tokens).toList(), (ws, tokens, batch) -> {
            var masked = new MaskedRows(ws, tokens, Arrays.stream(batch).mapToObj(texts::get).toList());
            Tensor logits = model.logits(ws, tokens, masked.rows());
            correct[0] += masked.correct(logits);
            int row = 0;
            for (int text : batch) {
                losses[text] = masked.loss(ws, logits, row, counts[text]);
                row += counts[text];
            }
        });
        var sum = new LossSum();
        for (int i = 0; i < losses.length; i++) {
            sum.add(losses[i], counts[i], 0);
        }
        return new MaskedLmReport(new Perplexity(sum.mean(), sum.terms()), correct[0])
                .evaluation(SampleScore.perplexity(losses, counts));
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.MASKED_LM), List.of(), ProblemType.UNSPECIFIED);
    }
}
