package dev.lathe.train.task.maskedlm;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForPreTraining;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.data.text.Document;
import dev.lathe.train.data.text.Documents;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Goes on with both of BERT's pretraining tasks on documents of one's own: guessing masked words, and telling whether one text follows
/// another. No labels are needed.
///
/// A plain text file has a sentence a line and a blank line between documents; of other files each row's text column is a document, whose
/// lines are its sentences. Of neighbouring sentences as many are read together as the model takes. Where they are split, what follows
/// and which words are masked changes from step to step.
///
/// Source: Devlin et al., 2019, section 3.1.
public final class PreTrainingTask implements Task<Document> {
    private final MaskChoice choice;

    /// Masks 15 % of the tokens, each on its own.
    public PreTrainingTask() {
        this(MaskChoice.USUAL);
    }

    private PreTrainingTask(MaskChoice choice) {
        this.choice = choice;
    }

    /// Masks another share of the tokens.
    ///
    /// @param share more than 0 and less than 1
    public PreTrainingTask withMaskedShare(double share) {
        return new PreTrainingTask(choice.withShare(share));
    }

    /// Masks all tokens of a word together, so that no part of it gives the others away.
    public PreTrainingTask withWholeWords() {
        return new PreTrainingTask(choice.withWholeWords());
    }

    @Override
    public String name() {
        return "pre-training";
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return config.head().equals(Optional.of(ModelHead.PRE_TRAINING)) && config.bert().family() == ModelFamily.BERT;
    }

    @Override
    public Class<Document> exampleType() {
        return Document.class;
    }

    @Override
    public void check(Dataset<Document> examples) {
        Documents.requireWords(examples);
    }

    @Override
    public Dataset<Document> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        return DataFormat.isTable(file, format) ? Documents.read(file, formatOf(file, format), columns) : Documents.readLines(file);
    }

    @Override
    public PreTraining toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<Document> data, int maxLength) {
        return model(scope, config, base, maxLength);
    }

    @Override
    public PreTraining trained(ModelScope scope, ModelDirectory model, int maxLength) {
        return model(scope, model.config().bert(), model, maxLength);
    }

    private PreTraining model(ModelScope scope, BertConfig config, ModelDirectory directory, int maxLength) {
        return new PreTraining(
                new BertForPreTraining(scope, config),
                new PairMasking(directory.tokenizer(), maxLength, new Masking(choice, directory.tokenizer())));
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new WordPredictor(MaskFiller.load(model, device));
    }

    @Override
    public CardTask card() {
        return MaskedLmTask.CARD;
    }

    @Override
    public void describe(TrainingRecord record) {
        choice.describe(record);
    }
}
