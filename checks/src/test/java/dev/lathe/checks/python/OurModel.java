package dev.lathe.checks.python;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.bert.heads.BertForMultipleChoice;
import dev.lathe.bert.heads.BertForNextSentencePrediction;
import dev.lathe.bert.heads.BertForPreTraining;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.bert.heads.ElectraForPreTraining;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// A model of ours with the head that one of their classes has, which shows its scores.
final class OurModel implements AutoCloseable {
    private final Device device = Device.cpu(1);
    private final Workspace parameters = Workspace.model("ours", device.backend());
    private final Scores scores;

    /// A pass over one sequence.
    private interface Scores {
        List<Tensor> of(Workspace ws, TokenBatch batch);
    }

    private OurModel(Path directory, String head) throws IOException {
        ModelConfig config = ConfigFile.read(directory.resolve(ConfigFile.NAME));
        ModelScope scope = ModelScope.root(parameters);
        scores = build(scope, config, head);
        try (var weights = WeightFiles.open(directory)) {
            BertWeights.loadTrained(weights, scope.parameters());
        }
    }

    /// @param head as `TheirAnswers.head` has it; "none" for the encoder, whose scores are the last hidden state
    static OurModel open(Path directory, String head) throws IOException {
        return new OurModel(directory, head);
    }

    private static Scores build(ModelScope scope, ModelConfig config, String head) {
        BertConfig bert = config.bert();
        return switch (head) {
            case "none" -> one(new BertModel(scope, bert)::lastHiddenState);
            case "sequence" -> one(new BertForSequenceClassification(scope, bert, config.labels().size())::logits);
            case "token" -> one(new BertForTokenClassification(scope, bert, config.labels().size())::logits);
            case "answer" -> one(new BertForQuestionAnswering(scope, bert)::logits);
            case "choice" -> one(new BertForMultipleChoice(scope, bert)::logits);
            case "next" -> one(new BertForNextSentencePrediction(scope, bert)::logits);
            case "masked" -> {
                var model = new BertForMaskedLM(scope, bert);
                yield one((ws, batch) -> model.logits(ws, batch, allRows(ws, batch)));
            }
            case "pretraining" -> preTraining(scope, bert);
            default -> throw new IllegalArgumentException("head '" + head + "'");
        };
    }

    private static Scores preTraining(ModelScope scope, BertConfig bert) {
        if (bert.family() == ModelFamily.ELECTRA) {
            return one(new ElectraForPreTraining(scope, bert)::logits);
        }
        var model = new BertForPreTraining(scope, bert);
        return (ws, batch) -> {
            BertForPreTraining.Logits logits = model.logits(ws, batch, allRows(ws, batch));
            return List.of(logits.prediction(), logits.sequenceRelationship());
        };
    }

    private interface Pass {
        Tensor of(Workspace ws, TokenBatch batch);
    }

    private static Scores one(Pass pass) {
        return (ws, batch) -> List.of(pass.of(ws, batch));
    }

    private static Tensor allRows(Workspace ws, TokenBatch batch) {
        int tokens = batch.sequences().tokens();
        return ws.ofInts(Shape.of(tokens), IntStream.range(0, tokens).toArray());
    }

    /// The scores of one sequence: one array, or two of a model with two heads.
    List<float[]> scores(int[] ids, int[] types) {
        try (var ws = Workspace.inference("sequence", device.backend())) {
            return scores.of(ws, TokenBatch.of(ws, List.of(TokenSequence.of(ids, types)))).stream()
                    .map(Tensor::toArray).toList();
        }
    }

    @Override
    public void close() {
        parameters.close();
        device.close();
    }
}
