package dev.lathe.train;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertForSequenceClassification;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextColumns;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.data.TextExample;
import dev.lathe.train.output.CardTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

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
                config.labels().size() > 1 && TextClassification.ARCHITECTURES.contains(config.architecture());
            case MULTI_LABEL_CLASSIFICATION, REGRESSION -> false;
        };
    }

    @Override
    Dataset<TextExample> read(Path file, DataFormat format, TextColumns columns) throws IOException {
        TextDataset texts = TextDataset.read(file, format, columns);
        return new Dataset<>(texts.file(), texts.examples());
    }

    @Override
    TextClassification toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<TextExample> data, int maxLength) {
        Dataset<TextExample> train = data.train();
        LabelSet found = LabelSet.ofTrainingData(
                train.file().path(), train.examples().stream().map(TextExample::label).toList());
        data.evaluated().forEach(set -> set.examples().forEach(found::idOf));
        LabelSet labels = labels(base, found);
        return new TextClassification(
                new BertForSequenceClassification(scope, config, labels.size()), labels,
                new TextEncoding(base.tokenizer(), maxLength), !base.config().labels().equals(labels.names()));
    }

    /// The base model's labels if it is a classifier of just these, so that its head goes on; else the data's.
    private static LabelSet labels(ModelDirectory base, LabelSet found) {
        List<String> known = base.config().labels();
        return new HashSet<>(known).equals(new HashSet<>(found.names())) ? LabelSet.ofModel(known) : found;
    }

    @Override
    TextClassification trained(ModelScope scope, ModelDirectory model) throws CheckpointException {
        BertConfig config = model.config().bert();
        List<String> names = model.classifierLabels();
        return new TextClassification(
                new BertForSequenceClassification(scope, config, names.size()), LabelSet.ofModel(names),
                new TextEncoding(model.tokenizer(), config.maxPositionEmbeddings()), false);
    }

    @Override
    CardTask card() {
        return CardTask.ofTexts("text-classification");
    }
}
