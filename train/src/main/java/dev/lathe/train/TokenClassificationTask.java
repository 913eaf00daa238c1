package dev.lathe.train;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertForTokenClassification;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.bert.ModelHead;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TaggedSentence;
import dev.lathe.train.data.TaggedSentences;
import dev.lathe.train.data.TextColumns;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Gives each word of a text a tag. Tags such as `B-PER`, `I-PER` and `O` mark entities, such as people and places; plain ones, such
/// as parts of speech, stand for themselves.
///
/// Data is CoNLL, or JSONL where the file says so; see [TaggedSentences]. A sentence longer than the model takes is read in
/// windows that overlap. Models are compared by the micro F1 of entities, as seqeval counts them; with plain tags by the macro F1 of
/// tags, as scikit-learn's.
///
/// Source: Devlin et al., 2019, section 5.3.
public final class TokenClassificationTask extends Task<TaggedSentence> {
    private final boolean strict;
    private final boolean tokens;
    private final OptionalInt stride;

    /// Reads tags leniently, reports entities only, and lets windows share a quarter.
    public TokenClassificationTask() {
        this(false, false, OptionalInt.empty());
    }

    private TokenClassificationTask(boolean strict, boolean tokens, OptionalInt stride) {
        super("token-classification");
        this.strict = strict;
        this.tokens = tokens;
        this.stride = stride;
    }

    /// Counts entities only where tags follow the rules of their scheme, as seqeval's strict mode.
    public TokenClassificationTask withStrictEntities() {
        return new TokenClassificationTask(true, tokens, stride);
    }

    /// Reports tokens too, a class a tag.
    public TokenClassificationTask withTokenReport() {
        return new TokenClassificationTask(strict, true, stride);
    }

    /// Lets neighbouring windows share another number of tokens.
    ///
    /// @param value 0 or more, and less than a window holds
    public TokenClassificationTask withStride(int value) {
        return new TokenClassificationTask(strict, tokens, OptionalInt.of(value));
    }

    @Override
    boolean isTaskOf(ModelConfig config, Path directory) {
        return config.head().equals(Optional.of(ModelHead.TOKEN_CLASSIFICATION)) && !config.labels().isEmpty();
    }

    /// @throws dev.lathe.train.data.DataException if a row is bad, or some tags mark entities and others cannot
    @Override
    Dataset<TaggedSentence> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        Dataset<TaggedSentence> sentences = TaggedSentences.read(file, formatOf(file, format));
        TaggedSentences.requireTags(sentences);
        return sentences;
    }

    @Override
    DataFormat formatOf(Path file, Optional<DataFormat> format) {
        return format.orElseGet(() -> TaggedSentences.formatOf(file));
    }

    @Override
    TokenTagging toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<TaggedSentence> data, int maxLength) {
        LabelSet found = LabelSet.ofTags(data.train());
        data.evaluated().forEach(set -> set.examples().forEach(found::idsOf));
        LabelHead head = isTaskOf(base.config(), base.path()) ? LabelHead.of(base, found) : new LabelHead(found, true);
        return model(scope, config, head, base, maxLength);
    }

    @Override
    TokenTagging trained(ModelScope scope, ModelDirectory model) throws CheckpointException {
        BertConfig config = model.config().bert();
        List<String> names = model.config().labels();
        return model(scope, config, LabelHead.trained(names), model, config.longestSequence());
    }

    private TokenTagging model(
            ModelScope scope, BertConfig config, LabelHead head, ModelDirectory directory, int maxLength) {
        var scores = new TaggingScores(strict, tokens);
        scores.requireFit(head.labels().names());
        return new TokenTagging(
                new BertForTokenClassification(scope, config, head.labels().size()), head,
                new TagEncoding(directory.tokenizer(), maxLength, stride.orElse((maxLength - 2) / 4)),
                scores);
    }

    @Override
    CardTask card() {
        return CardTask.ofTexts("token-classification");
    }

    @Override
    void describe(TrainingRecord record) {
        record.option("strict", strict).option("token-report", tokens);
        stride.ifPresentOrElse(value -> record.option("stride", value), () -> record.optionNotGiven("stride"));
    }
}
