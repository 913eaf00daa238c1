package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.train.data.text.PlainText;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A guesser of masked words.
final class MaskedLm implements TaskModel<PlainText, MaskableText> {
    /// The same in every evaluation, so that epochs and models can be compared.
    static final RandomKey EVALUATION = new RandomKey(0, 0);

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
        var guesses = new Guesses(texts);
        batches.run(texts.stream().map(MaskedText::tokens).toList(), (ws, tokens, batch) -> {
            MaskedRows masked = guesses.rows(ws, tokens, batch);
            guesses.add(ws, masked, model.logits(ws, tokens, masked.rows()), batch);
        });
        return guesses.report().evaluation(guesses.sample());
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return new ModelConfig(
                encoder, encoder.family().architecture(ModelHead.MASKED_LM), List.of(), ProblemType.UNSPECIFIED);
    }
}
