package dev.lathe.train;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertForSequenceClassification;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.ScoredTextExample;
import dev.lathe.train.data.ScoredTexts;
import dev.lathe.train.data.TextColumns;
import dev.lathe.train.output.CardTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Gives each text, or pair of texts, a number: a grade, a likeness, a price.
///
/// The loss is the mean squared error, in the numbers' own unit; models are compared by its root.
public final class RegressionTask extends Task<ScoredTextExample> {
    public RegressionTask() {
        super("regression");
    }

    @Override
    boolean isTaskOf(ModelConfig config, Path directory) {
        return TextClassification.isHeadOf(config) && config.labels().size() == 1
                && switch (config.problemType()) {
                    case REGRESSION, UNSPECIFIED -> true;
                    case SINGLE_LABEL_CLASSIFICATION, MULTI_LABEL_CLASSIFICATION -> false;
                };
    }

    @Override
    Dataset<ScoredTextExample> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        return ScoredTexts.read(file, formatOf(file, format), columns);
    }

    @Override
    TextRegression toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<ScoredTextExample> data, int maxLength) {
        boolean newHead = !isTaskOf(base.config(), base.path());
        return new TextRegression(
                new BertForSequenceClassification(scope, config, 1), newHead, new TextEncoding(base.tokenizer(), maxLength));
    }

    @Override
    TextRegression trained(ModelScope scope, ModelDirectory model) {
        BertConfig config = model.config().bert();
        return new TextRegression(
                new BertForSequenceClassification(scope, config, 1), false,
                new TextEncoding(model.tokenizer(), config.longestSequence()));
    }

    @Override
    CardTask card() {
        return CardTask.ofTexts("text-classification");
    }
}
