package dev.lathe.train;

import dev.lathe.Device;
import dev.lathe.bert.BertForSequenceClassification;
import dev.lathe.bert.BertWeights;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.bert.PackedBatches;
import dev.lathe.bert.TokenBatch;
import dev.lathe.bert.TokenSequence;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.CrossEntropyOp;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.metrics.ClassificationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// How well a classifier does on labelled texts.
///
/// @param loss mean cross-entropy of the examples, in nats
/// @param report the scores
public record Evaluation(double loss, ClassificationReport report) {
    /// Evaluates a fine-tuned model.
    ///
    /// @param model directory of a sequence classifier
    /// @param data with labels that the model knows
    /// @throws CheckpointException if the directory does not hold a trained classifier
    /// @throws dev.lathe.train.data.DataException if the data has a label that the model does not know
    public static Evaluation of(Path model, TextDataset data, Device device) throws IOException {
        var directory = ModelDirectory.open(model);
        List<String> names = directory.classifierLabels();
        LabelSet labels = LabelSet.ofModel(names);
        var examples = EncodedExamples.of(
                data, labels, directory.tokenizer(), directory.config().bert().maxPositionEmbeddings());
        try (var parameters = Workspace.model(model.toString(), device.backend());
                var weights = directory.openWeights()) {
            ModelScope scope = ModelScope.root(parameters);
            var classifier = new BertForSequenceClassification(scope, directory.config().bert(), names.size());
            BertWeights.loadTrained(weights, scope.parameters());
            return of(classifier, examples, names, device.backend());
        }
    }

    static Evaluation of(
            BertForSequenceClassification model, EncodedExamples examples, List<String> names, Backend backend) {
        var predicted = new int[examples.size()];
        double loss = 0;
        for (int[] batch : PackedBatches.of(examples.texts())) {
            List<TokenSequence> texts = Arrays.stream(batch).mapToObj(examples.texts()::get).toList();
            int[] gold = Arrays.stream(batch).map(i -> examples.labels()[i]).toArray();
            try (var ws = Workspace.inference("evaluation", backend)) {
                Tensor logits = model.logits(ws, TokenBatch.of(ws, texts));
                Tensor labels = ws.ofInts(Shape.of(gold.length), gold);
                loss += (double) CrossEntropyOp.apply(ws, logits, labels).item() * batch.length;
                float[] scores = logits.toArray();
                for (int i = 0; i < batch.length; i++) {
                    predicted[batch[i]] = largest(scores, i * names.size(), names.size());
                }
            }
        }
        return new Evaluation(
                loss / examples.size(), ClassificationReport.of(examples.labels(), predicted, names));
    }

    private static int largest(float[] scores, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (scores[from + i] > scores[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
