package dev.lathe.train.task.choice;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForMultipleChoice;
import dev.lathe.bert.predict.ChoiceSelector;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.ChoiceExample;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.MultipleChoices;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.TextEncoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Chooses which of several texts continues another, or which of several answers is right.
///
/// Data is JSONL; see [MultipleChoices]. The model reads the context with each choice as a pair, the question before the choice,
/// and gives each pair a score. Questions may differ in their number of choices.
///
/// Source: Devlin et al., 2019, section 4.4.
public final class MultipleChoiceTask implements Task<ChoiceExample> {
    @Override
    public String name() {
        return "multiple-choice";
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return config.head().equals(Optional.of(ModelHead.MULTIPLE_CHOICE));
    }

    @Override
    public DataFormat formatOf(Path file, Optional<DataFormat> format) {
        return format.orElse(DataFormat.JSONL);
    }

    @Override
    public Class<ChoiceExample> exampleType() {
        return ChoiceExample.class;
    }

    @Override
    public void check(Dataset<ChoiceExample> examples) {
        MultipleChoices.requireLabels(examples);
    }

    @Override
    public Dataset<ChoiceExample> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        if (formatOf(file, format) != DataFormat.JSONL) {
            throw new DataException("%s: --format %s holds no choices; needs jsonl".formatted(
                    file, formatOf(file, format).optionValue()));
        }
        return MultipleChoices.read(file);
    }

    @Override
    public ChoiceSelection toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<ChoiceExample> data, int maxLength) {
        int most = data.train().examples().stream().mapToInt(example -> example.choices().size()).max().orElseThrow();
        return new ChoiceSelection(
                new BertForMultipleChoice(scope, config), !isTaskOf(base.config(), base.path()),
                new TextEncoding(base.tokenizer(), maxLength), most);
    }

    @Override
    public ChoiceSelection trained(ModelScope scope, ModelDirectory model, int maxLength) {
        return new ChoiceSelection(
                new BertForMultipleChoice(scope, model.config().bert()), false, new TextEncoding(model.tokenizer(), maxLength), 1);
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new ChoicePredictor(ChoiceSelector.load(model, device));
    }

    @Override
    public CardTask card() {
        return new CardTask(
                "multiple-choice", "transformers",
                "lathe predict --model \"%s\" --context \"Your text\" --choice \"One end\" --choice \"Another\"", """
                from transformers import AutoModelForMultipleChoice, AutoTokenizer

                tokenizer = AutoTokenizer.from_pretrained("%1$s")
                model = AutoModelForMultipleChoice.from_pretrained("%1$s")
                pairs = tokenizer(["Your text"] * 2, ["One end", "Another"], padding=True, return_tensors="pt")
                print(model(**{name: values.unsqueeze(0) for name, values in pairs.items()}).logits)""");
    }
}
