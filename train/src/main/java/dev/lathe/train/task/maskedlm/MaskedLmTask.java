package dev.lathe.train.task.maskedlm;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.PlainText;
import dev.lathe.train.data.text.PlainTexts;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Goes on with BERT's pretraining on texts of one's own: guessing masked words. No labels are needed.
///
/// A plain text file has a text a line; of other files the text column is read. A text longer than the model takes is cut
/// into several. Which words are masked changes from step to step.
///
/// Source: Devlin et al., 2019, section 3.1, task 1.
public final class MaskedLmTask implements Task<PlainText> {
    private static final double SHARE = 0.15;

    private final double maskedShare;
    private final boolean wholeWords;

    /// Masks 15 % of the tokens, each on its own.
    public MaskedLmTask() {
        this(SHARE, false);
    }

    private MaskedLmTask(double maskedShare, boolean wholeWords) {
        this.maskedShare = maskedShare;
        this.wholeWords = wholeWords;
    }

    /// Masks another share of the tokens.
    ///
    /// @param share more than 0 and less than 1
    public MaskedLmTask withMaskedShare(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("maskedShare %s: needs more than 0 and less than 1".formatted(share));
        }
        return new MaskedLmTask(share, wholeWords);
    }

    /// Masks all tokens of a word together, so that no part of it gives the others away.
    public MaskedLmTask withWholeWords() {
        return new MaskedLmTask(maskedShare, true);
    }

    @Override
    public String name() {
        return "masked-lm";
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return config.head().equals(Optional.of(ModelHead.MASKED_LM));
    }

    @Override
    public Class<PlainText> exampleType() {
        return PlainText.class;
    }

    @Override
    public void check(Dataset<PlainText> examples) {
        PlainTexts.requireWords(examples);
    }

    @Override
    public Dataset<PlainText> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        boolean isTable = format.isPresent() || String.valueOf(file.getFileName()).matches("(?i).*\\.(jsonl|csv|tsv)");
        return isTable ? PlainTexts.read(file, formatOf(file, format), columns) : PlainTexts.readLines(file);
    }

    @Override
    public MaskedLm toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<PlainText> data, int maxLength) {
        return model(scope, config, base, maxLength);
    }

    @Override
    public MaskedLm trained(ModelScope scope, ModelDirectory model, int maxLength) {
        return model(scope, model.config().bert(), model, maxLength);
    }

    private MaskedLm model(ModelScope scope, BertConfig config, ModelDirectory directory, int maxLength) {
        return new MaskedLm(
                new BertForMaskedLM(scope, config), directory.tokenizer(), maxLength,
                new Masking(maskedShare, wholeWords, directory.tokenizer()));
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new WordPredictor(MaskFiller.load(model, device));
    }

    @Override
    public CardTask card() {
        return CardTask.pipeline("fill-mask", "--text \"The food was [MASK].\"", "\"The food was [MASK].\"");
    }

    @Override
    public void describe(TrainingRecord record) {
        record.option("masked-share", maskedShare).option("whole-words", wholeWords);
    }
}
