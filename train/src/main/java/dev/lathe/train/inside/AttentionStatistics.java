package dev.lathe.train.inside;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.tensor.Recorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How the heads of a layer attend, as means over all tokens of the texts that were read.
///
/// Source: Clark et al., "What does BERT look at?", BlackboxNLP 2019, for the entropy; the distance as in Vig and Belinkov, "Analyzing the
/// structure of attention in a transformer language model", BlackboxNLP 2019.
///
/// @param place of the layer's shares
/// @param entropy of each head: -Σ p ln p over the keys, in nats; 0 attends to one token, ln n to all n alike
/// @param distance of each head: Σ p |query - key|, in tokens
public record AttentionStatistics(String place, double[] entropy, double[] distance) {
    /// Of every layer of a model.
    ///
    /// @param texts cut to `maxLength` tokens each, and to what the model reads
    public static List<AttentionStatistics> of(ModelDirectory model, Device device, List<String> texts, int maxLength) throws IOException {
        var places = new ArrayList<String>();
        var sums = new ArrayList<double[][]>();
        var tokens = new long[1];
        LookInside.run(model, device, texts, maxLength, place -> place.endsWith(".shares"), (seen, _, lengths) -> {
            int layer = 0;
            for (var place : seen.values().entrySet()) {
                if (layer == sums.size()) {
                    places.add(place.getKey());
                    sums.add(new double[2][place.getValue().shape().dim(1)]);
                }
                add(place.getValue(), lengths, sums.get(layer++));
            }
            for (int length : lengths) {
                tokens[0] += length;
            }
        });
        var statistics = new ArrayList<AttentionStatistics>();
        for (int layer = 0; layer < sums.size(); layer++) {
            for (double[] sum : sums.get(layer)) {
                for (int head = 0; head < sum.length; head++) {
                    sum[head] /= tokens[0];
                }
            }
            statistics.add(new AttentionStatistics(places.get(layer), sums.get(layer)[0], sums.get(layer)[1]));
        }
        return statistics;
    }

    /// Of one layer's shares, as an observer sees them.
    ///
    /// @param shares `[tokens,heads,longest]`, the keys of a token's own text from 0 on
    /// @param lengths tokens of each text of the batch
    public static AttentionStatistics of(String place, Recorder.Seen shares, int... lengths) {
        var sums = new double[2][shares.shape().dim(1)];
        add(shares, lengths, sums);
        for (double[] sum : sums) {
            for (int head = 0; head < sum.length; head++) {
                sum[head] /= shares.shape().dim(0);
            }
        }
        return new AttentionStatistics(place, sums[0], sums[1]);
    }

    private static void add(Recorder.Seen shares, int[] lengths, double[][] sums) {
        int heads = shares.shape().dim(1);
        int longest = shares.shape().dim(2);
        int row = 0;
        for (int length : lengths) {
            for (int query = 0; query < length; query++, row++) {
                for (int head = 0; head < heads; head++) {
                    for (int key = 0; key < length; key++) {
                        double share = shares.values()[(row * heads + head) * longest + key];
                        if (share > 0) {
                            sums[0][head] -= share * StrictMath.log(share);
                            sums[1][head] += share * Math.abs(query - key);
                        }
                    }
                }
            }
        }
    }
}
