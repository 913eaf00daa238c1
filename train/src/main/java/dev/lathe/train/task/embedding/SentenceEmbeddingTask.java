package dev.lathe.train.task.embedding;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.SentenceTuple;
import dev.lathe.train.data.text.SentenceTuples;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.TextEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Makes the vectors of sentences alike where the sentences are.
///
/// Data is, by its columns: pairs (`anchor`, `positive`) that belong together, triplets (also `negative`), or scored pairs
/// (`sentence1`, `sentence2`, `score` from -1 to 1). Evaluated are: of pairs the rank of the right partner among all, of
/// triplets how often the positive is nearer, of scored pairs Spearman's correlation of cosine and score.
///
/// Tokens are pooled as the base model says in its `modules.json`, else by their mean; sentence-transformers opens the result.
public final class SentenceEmbeddingTask implements Task<SentenceTuple> {
    private static final String MODULES = "modules.json";

    @Override
    public String name() {
        return "sentence-embedding";
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return config.labels().isEmpty() && config.head().equals(Optional.of(ModelHead.NONE))
                && Files.exists(directory.resolve(MODULES));
    }

    @Override
    public int usualLength(ModelDirectory base) throws IOException {
        BertConfig config = base.config().bert();
        return Math.min(usualLength(), base.sentenceModules().maxLength(config));
    }

    @Override
    public Class<SentenceTuple> exampleType() {
        return SentenceTuple.class;
    }

    @Override
    public void check(Dataset<SentenceTuple> examples) {
        SentenceTuples.requireOneKind(examples);
    }

    @Override
    public Dataset<SentenceTuple> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        return SentenceTuples.read(file, formatOf(file, format), columns.layout());
    }

    @Override
    public SentenceEmbedding toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<SentenceTuple> data, int maxLength)
            throws IOException {
        return model(scope, config, base, maxLength);
    }

    @Override
    public int readLength(ModelDirectory model) throws IOException {
        return model.sentenceModules().maxLength(model.config().bert());
    }

    @Override
    public SentenceEmbedding trained(ModelScope scope, ModelDirectory model, int maxLength) throws IOException {
        return model(scope, model.config().bert(), model, maxLength);
    }

    private static SentenceEmbedding model(ModelScope scope, BertConfig config, ModelDirectory directory, int maxLength)
            throws IOException {
        SentenceModules modules = directory.sentenceModules();
        return new SentenceEmbedding(
                new SentenceVectors(new BertModel(scope, config), modules.pooling()), modules,
                new TextEncoding(modules.input().tokenizer(directory.tokenizer()), maxLength));
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new VectorPredictor(TextEmbedder.load(model, TextEmbedder.Options.of(model), device));
    }

    @Override
    public CardTask card() {
        return new CardTask("sentence-similarity", "sentence-transformers", "lathe embed --model \"%s\" --input texts.txt", """
                from sentence_transformers import SentenceTransformer

                model = SentenceTransformer("%s")
                print(model.encode(["Your text"]))""");
    }
}
