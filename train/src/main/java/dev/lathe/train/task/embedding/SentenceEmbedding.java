package dev.lathe.train.task.embedding;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.predict.TextEncoder;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.data.SentenceTuple;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.TaskModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// An encoder whose pooled hidden states stand for sentences.
final class SentenceEmbedding implements TaskModel<SentenceTuple, SentenceTokens> {
    private final SentenceVectors vectors;
    private final SentenceModules modules;
    private final TextEncoder encoding;

    /// @param modules how the trained model is to be used
    SentenceEmbedding(SentenceVectors vectors, SentenceModules modules, TextEncoder encoding) {
        this.vectors = vectors;
        this.modules = modules;
        this.encoding = encoding;
    }

    @Override
    public List<SentenceTokens> encode(List<SentenceTuple> examples) {
        return examples.stream()
                .map(tuple -> new SentenceTokens(tuple, texts(tuple)
                        .map(text -> encoding.encode(modules.input().prepared(text), null))
                        .toList()))
                .toList();
    }

    private static Stream<String> texts(SentenceTuple tuple) {
        return switch (tuple) {
            case SentenceTuple.Pair pair -> Stream.of(pair.anchor(), pair.positive());
            case SentenceTuple.ScoredPair pair -> {
                if (!(Math.abs(pair.score()) <= 1)) {
                    throw pair.source().error(
                            "score %s: cosines are learnt, which lie between -1 and 1; scale the scores".formatted(pair.score()));
                }
                yield Stream.of(pair.first(), pair.second());
            }
            case SentenceTuple.Triplet triplet -> Stream.of(triplet.anchor(), triplet.positive(), triplet.negative());
        };
    }

    @Override
    public Objective<SentenceTokens> objective() {
        return new SentenceLoss(vectors);
    }

    @Override
    public Evaluation evaluate(List<SentenceTokens> examples, Backend backend) {
        return new SentenceEvaluation(
                examples.stream().map(SentenceTokens::tuple).toList(),
                vectors.ofAll(column(examples, 0), backend), vectors.ofAll(column(examples, 1), backend),
                vectors.ofAll(column(examples, 2), backend)).evaluation();
    }

    private static List<TokenSequence> column(List<SentenceTokens> examples, int column) {
        return examples.stream().filter(example -> column < example.texts().size())
                .map(example -> example.texts().get(column)).toList();
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
