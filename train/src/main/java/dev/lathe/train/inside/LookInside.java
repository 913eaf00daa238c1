package dev.lathe.train.inside;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.predict.open.PackedBatches;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Runs a model's encoder over texts and hands over what a recorder has seen of each batch.
final class LookInside {
    /// Of parts of a pretrained model that a file may lack, which nothing here reads.
    private static final long SEED = 42;

    private LookInside() {}

    /// What is done with a batch.
    @FunctionalInterface
    interface Use {
        /// @param texts their numbers, in the order of the batch
        /// @param lengths tokens of each
        void batch(Recorder seen, int[] texts, int[] lengths);
    }

    static void run(ModelDirectory directory, Device device, List<String> texts, int maxLength, Predicate<String> places, Use use)
            throws IOException {
        int longest = Math.min(maxLength, directory.config().bert().longestSequence());
        List<TokenSequence> sequences = texts.stream()
                .map(text -> TokenSequence.of(directory.tokenizer().encode(text, longest))).toList();
        try (var parameters = Workspace.model(directory.name(), device.backend()); var weights = directory.openWeights()) {
            BertModel model = BertWeights.build(parameters, weights, BertWeights.plan(weights), scope -> {
                var made = new BertModel(scope, directory.config().bert());
                BertWeights.load(weights, scope.parameters(), SEED);
                return made;
            });
            for (int[] batch : PackedBatches.of(sequences)) {
                List<TokenSequence> chosen = Arrays.stream(batch).mapToObj(sequences::get).toList();
                var recorder = Recorder.of(places);
                try (var ws = Workspace.inference("look inside", device.backend()).observedBy(recorder)) {
                    model.lastHiddenState(ws, TokenBatch.of(ws, chosen));
                }
                use.batch(recorder, batch, chosen.stream().mapToInt(TokenSequence::size).toArray());
            }
        }
    }
}
