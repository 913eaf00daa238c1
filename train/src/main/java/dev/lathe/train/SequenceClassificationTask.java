package dev.lathe.train;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertForSequenceClassification;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextColumns;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.data.TextExample;
import dev.lathe.train.output.CardTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Gives each text, or pair of texts, one of several labels.
///
/// Source: Devlin et al., 2019, section 4.1.
public final class SequenceClassificationTask extends Task<TextExample> {
    public SequenceClassificationTask() {
        super("sequence-classification");
    }

    @Override
    boolean isTaskOf(ModelConfig config, Path directory) {
        return switch (config.problemType()) {
            case SINGLE_LABEL_CLASSIFICATION, UNSPECIFIED ->
                config.labels().size() > 1 && TextClassification.isHeadOf(config);
            case MULTI_LABEL_CLASSIFICATION, REGRESSION -> false;
        };
    }

    @Override
    Dataset<TextExample> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        return TextDataset.read(file, formatOf(file, format), columns).rows();
    }

    @Override
    TextClassification toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<TextExample> data, int maxLength) {
        LabelSet found = LabelSet.ofTrainingData(data.train());
        data.evaluated().forEach(set -> set.examples().forEach(found::idOf));
        LabelHead head = LabelHead.of(base, found);
        return new TextClassification(
                new BertForSequenceClassification(scope, config, head.labels().size()), head,
                new TextEncoding(base.tokenizer(), maxLength));
    }

    @Override
    TextClassification trained(ModelScope scope, ModelDirectory model) throws CheckpointException {
        BertConfig config = model.config().bert();
        List<String> names = model.classifierLabels();
        return new TextClassification(
                new BertForSequenceClassification(scope, config, names.size()), LabelHead.trained(names),
                new TextEncoding(model.tokenizer(), config.longestSequence()));
    }

    @Override
    CardTask card() {
        return CardTask.ofTexts("text-classification");
    }
}
