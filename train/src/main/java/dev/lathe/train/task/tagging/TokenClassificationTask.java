package dev.lathe.train.task.tagging;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.bert.predict.Aggregation;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.bert.predict.ensemble.TaggerEnsemble;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.data.tags.TaggedSentences;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.loss.LabelLoss;
import dev.lathe.train.loss.LossOptions;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.LabelHead;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/// Gives each word of a text a tag. Tags such as `B-PER`, `I-PER` and `O` mark entities, such as people and places; plain ones, such
/// as parts of speech, stand for themselves.
///
/// Data is CoNLL, or JSONL where the file says so; see [TaggedSentences]. A sentence longer than the model takes is read in
/// windows that overlap. Models are compared by the micro F1 of entities, as seqeval counts them; with plain tags by the macro F1 of
/// tags, as scikit-learn's.
///
/// Source: Devlin et al., 2019, section 5.3.
public final class TokenClassificationTask implements Task<TaggedSentence> {
    private final boolean strict;
    private final boolean tokens;
    private final OptionalInt stride;
    private final LossOptions loss;

    /// Reads tags leniently, reports entities only, and lets windows share a quarter.
    public TokenClassificationTask() {
        this(false, false, OptionalInt.empty(), LossOptions.USUAL);
    }

    private TokenClassificationTask(boolean strict, boolean tokens, OptionalInt stride, LossOptions loss) {
        this.loss = loss;
        this.strict = strict;
        this.tokens = tokens;
        this.stride = stride;
    }

    /// Counts entities only where tags follow the rules of their scheme, as seqeval's strict mode.
    public TokenClassificationTask withStrictEntities() {
        return new TokenClassificationTask(true, tokens, stride, loss);
    }

    /// Reports tokens too, a class a tag.
    public TokenClassificationTask withTokenReport() {
        return new TokenClassificationTask(strict, true, stride, loss);
    }

    /// Lets neighbouring windows share another number of tokens.
    ///
    /// @param value 0 or more, and less than a window holds
    public TokenClassificationTask withStride(int value) {
        return new TokenClassificationTask(strict, tokens, OptionalInt.of(value), loss);
    }

    /// Learns by another loss, whose weights are of tags.
    public TokenClassificationTask withLoss(LossOptions value) {
        return new TokenClassificationTask(strict, tokens, stride, value);
    }

    @Override
    public Optional<String> notPrivateWith() {
        return loss.notPrivateWith();
    }

    @Override
    public String name() {
        return "token-classification";
    }

    @Override
    public boolean hasLabels() {
        return true;
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return config.head().equals(Optional.of(ModelHead.TOKEN_CLASSIFICATION)) && !config.labels().isEmpty();
    }

    /// @throws dev.lathe.train.data.rows.DataException if a row is bad, or some tags mark entities and others cannot
    @Override
    public Class<TaggedSentence> exampleType() {
        return TaggedSentence.class;
    }

    @Override
    public void check(Dataset<TaggedSentence> examples) {
        TaggedSentences.requireTags(examples);
    }

    @Override
    public Dataset<TaggedSentence> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        Dataset<TaggedSentence> sentences = TaggedSentences.read(file, formatOf(file, format));
        TaggedSentences.requireTags(sentences);
        return sentences;
    }

    @Override
    public DataFormat formatOf(Path file, Optional<DataFormat> format) {
        return format.orElseGet(() -> TaggedSentences.formatOf(file));
    }

    @Override
    public TokenTagging toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<TaggedSentence> data, int maxLength) {
        LabelSet found = LabelSet.ofTags(data.train());
        data.evaluated().forEach(set -> set.examples().forEach(found::idsOf));
        LabelHead head = isTaskOf(base.config(), base.path()) ? LabelHead.of(base, found) : new LabelHead(found, true);
        long[] counts = head.labels().countsOf(data.train());
        var learnt = new LabelLoss(loss, loss.weights().of(head.labels().names(), counts, LongStream.of(counts).sum()));
        return model(scope, config, head, base, maxLength, learnt);
    }

    @Override
    public TokenTagging trained(ModelScope scope, ModelDirectory model, int maxLength) throws CheckpointException {
        BertConfig config = model.config().bert();
        List<String> names = model.config().labels();
        return model(scope, config, LabelHead.trained(names), model, maxLength, LabelLoss.USUAL);
    }

    private TokenTagging model(
            ModelScope scope, BertConfig config, LabelHead head, ModelDirectory directory, int maxLength, LabelLoss learnt) {
        var scores = new TaggingScores(strict, tokens);
        scores.requireFit(head.labels().names());
        int shown = maxLength - directory.tokenizer().template().specialInSingle();
        return new TokenTagging(
                new BertForTokenClassification(scope, config, head.labels().size()), head,
                new TagEncoding(directory.tokenizer(), maxLength, stride.orElse(shown / 4)),
                scores, learnt);
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new EntityPredictor(load(model, settings, device));
    }

    @Override
    public Predictor predictor(List<ModelDirectory> models, PredictionSettings settings, Device device) throws IOException {
        return new EntityPredictor(ensemble(models, settings, device));
    }

    @Override
    public Evaluation evaluate(List<ModelDirectory> models, Dataset<TaggedSentence> examples, Device device) throws IOException {
        try (var ensemble = ensemble(models, PredictionSettings.USUAL, device)) {
            var labels = LabelSet.ofModel(ensemble.labels());
            var scoring = new TaggingScores(strict, tokens);
            scoring.requireFit(ensemble.labels());
            int maxLength = Integer.MAX_VALUE;
            for (ModelDirectory model : models) {
                maxLength = Math.min(maxLength, model.config().bert().longestSequence());
            }
            List<TaggedWindow> windows = windows(models.getFirst(), maxLength, examples, labels);
            for (ModelDirectory model : models) {
                requireSame(windows, windows(model, maxLength, examples, labels), model.name());
            }
            return TaggedEnsemble.evaluation(windows, ensemble, scoring);
        }
    }

    private List<TaggedWindow> windows(ModelDirectory model, int maxLength, Dataset<TaggedSentence> examples, LabelSet labels) {
        int shown = maxLength - model.tokenizer().template().specialInSingle();
        var encoding = new TagEncoding(model.tokenizer(), maxLength, stride.orElse(shown / 4));
        return examples.examples().stream().flatMap(sentence -> encoding.encode(sentence, labels).stream()).toList();
    }

    private static void requireSame(List<TaggedWindow> first, List<TaggedWindow> other, String name) {
        boolean same = first.size() == other.size();
        for (int i = 0; same && i < first.size(); i++) {
            same = first.get(i).tokens().isAs(other.get(i).tokens());
        }
        if (!same) {
            throw new IllegalArgumentException("ensemble: '%s': splits the data's words in another way than the first model".formatted(name));
        }
    }

    private static TaggerEnsemble ensemble(List<ModelDirectory> models, PredictionSettings settings, Device device) throws IOException {
        var members = new ArrayList<TokenClassifier>();
        boolean opened = false;
        try {
            for (ModelDirectory model : models) {
                members.add(load(model, settings, device));
            }
            var ensemble = new TaggerEnsemble(members);
            opened = true;
            return ensemble;
        } finally {
            if (!opened) {
                members.forEach(TokenClassifier::close);
            }
        }
    }

    private static TokenClassifier load(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        boolean entities = model.config().labels().stream()
                .anyMatch(label -> label.equals("O") || label.startsWith("B-") || label.startsWith("I-"));
        Aggregation usual = entities ? Aggregation.FIRST : Aggregation.WORDS;
        return TokenClassifier.load(
                model, TokenClassifier.Options.of(model).withAggregation(settings.aggregation().orElse(usual)), device);
    }

    @Override
    public CardTask card() {
        return CardTask.ofTexts("token-classification");
    }

    @Override
    public void describe(TrainingRecord record) {
        loss.describe(record);
        record.option("strict", strict).option("token-report", tokens);
        stride.ifPresentOrElse(value -> record.option("stride", value), () -> record.optionNotGiven("stride"));
    }
}
