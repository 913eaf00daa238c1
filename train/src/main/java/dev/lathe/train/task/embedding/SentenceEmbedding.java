package dev.lathe.train.task.embedding;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.train.data.text.SentenceTuple;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.task.CutTexts;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import dev.lathe.train.task.TextEncoding;
import dev.lathe.watch.drift.Observation;
import dev.lathe.watch.drift.Observations;
import dev.lathe.watch.drift.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// An encoder whose pooled hidden states stand for sentences.
final class SentenceEmbedding implements TaskModel<SentenceTuple, SentenceTokens> {
    private final SentenceVectors vectors;
    private final SentenceModules modules;
    private final TextEncoding encoding;

    /// @param modules how the trained model is to be used
    SentenceEmbedding(SentenceVectors vectors, SentenceModules modules, TextEncoding encoding) {
        this.vectors = vectors;
        this.modules = modules;
        this.encoding = encoding;
    }

    @Override
    public List<SentenceTokens> encode(List<SentenceTuple> examples) {
        return examples.stream()
                .map(tuple -> new SentenceTokens(tuple, texts(tuple).stream()
                        .map(text -> encoding.encode(modules.input().prepared(text), null))
                        .toList()))
                .toList();
    }

    private static List<String> texts(SentenceTuple tuple) {
        if (tuple instanceof SentenceTuple.ScoredPair pair && !(Math.abs(pair.score()) <= 1)) {
            throw pair.source().error(
                    "score %s: cosines are learnt, which lie between -1 and 1; scale the scores".formatted(pair.score()));
        }
        return tuple.texts();
    }

    @Override
    public CutTexts cutTexts() {
        return encoding.cutTexts();
    }

    @Override
    public Objective<SentenceTokens> objective() {
        return new SentenceLoss(vectors);
    }

    @Override
    public Evaluation evaluate(List<SentenceTokens> examples, EvaluationBatches batches) {
        return new SentenceEvaluation(
                examples.stream().map(SentenceTokens::tuple).toList(),
                vectors.ofAll(column(examples, 0), batches), vectors.ofAll(column(examples, 1), batches),
                vectors.ofAll(column(examples, 2), batches)).evaluation();
    }

    private static List<TokenSequence> column(List<SentenceTokens> examples, int column) {
        return examples.stream().filter(example -> column < example.texts().size())
                .map(example -> example.texts().get(column)).toList();
    }

    /// Of all the sentences of the examples, or as many as a reference holds.
    @Override
    public List<Observation> observe(List<SentenceTokens> examples, EvaluationBatches batches) {
        List<TokenSequence> all = examples.stream().flatMap(example -> example.texts().stream()).toList();
        List<TokenSequence> some = Observations.spread(all.size(), Reference.MOST).stream().map(all::get).toList();
        float[][] found = vectors.ofAll(some, batches);
        return IntStream.range(0, found.length)
                .mapToObj(i -> Observation.ofVector(some.get(i).size(), encoding.unknownShare(some.get(i)), found[i])).toList();
    }

    @Override
    public ModelConfig config(BertConfig encoder) {
        return ModelConfig.encoder(encoder);
    }

    @Override
    public void writeMore(Path directory) throws IOException {
        modules.write(directory, vectors.model().config().hiddenSize());
    }
}
