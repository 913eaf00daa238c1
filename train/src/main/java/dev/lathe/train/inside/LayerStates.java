package dev.lathe.train.inside;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.tensor.Recorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What the layers of a model make of texts: of each text the mean of its tokens' states, special ones included.
///
/// @param places `embeddings` and each layer's `.output`, from the first to the last
/// @param states for each place `[texts,hidden]`
public record LayerStates(List<String> places, List<double[][]> states) {
    /// Runs a model over texts.
    ///
    /// @param texts cut to `maxLength` tokens each, and to what the model reads
    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException if the directory holds no sound encoder
    public static LayerStates of(ModelDirectory model, Device device, List<String> texts, int maxLength) throws IOException {
        var places = new ArrayList<String>();
        var states = new ArrayList<double[][]>();
        LookInside.run(model, device, texts, maxLength, place -> place.endsWith("embeddings") || place.endsWith(".output"),
                (seen, batch, lengths) -> {
                    int layer = 0;
                    for (var place : seen.values().entrySet()) {
                        if (layer == states.size()) {
                            places.add(place.getKey());
                            states.add(new double[texts.size()][]);
                        }
                        means(place.getValue(), batch, lengths, states.get(layer++));
                    }
                });
        return new LayerStates(places, states);
    }

    private static void means(Recorder.Seen seen, int[] batch, int[] lengths, double[][] into) {
        int hidden = seen.shape().dim(1);
        int row = 0;
        for (int i = 0; i < batch.length; i++) {
            var mean = new double[hidden];
            for (int token = 0; token < lengths[i]; token++, row++) {
                for (int h = 0; h < hidden; h++) {
                    mean[h] += seen.values()[row * hidden + h] / (double) lengths[i];
                }
            }
            into[batch[i]] = mean;
        }
    }
}
