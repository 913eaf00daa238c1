package dev.lathe.bert.config;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;

/// BERT and its heads in double precision, straight from the papers' formulas, one text at a time, with no regard for
/// speed. Parameters by their names in BERT's checkpoint; a table of token types and a map of the embeddings to the
/// hidden size are used if they are there.
public final class DoubleBert {
    private final BertConfig config;
    private final Map<String, double[]> weights;
    private final int firstPosition;

    public DoubleBert(BertConfig config, Map<String, double[]> weights) {
        this(config, weights, 0);
    }

    /// @param firstPosition row of the position table for the first token
    public DoubleBert(BertConfig config, Map<String, double[]> weights, int firstPosition) {
        this.config = config;
        this.weights = weights;
        this.firstPosition = firstPosition;
    }

    /// Mean cross-entropy of the texts.
    double loss(int[][] ids, int[][] types, int[] labels) {
        double sum = 0;
        for (int s = 0; s < ids.length; s++) {
            double[] logits = logits(ids[s], types[s]);
            double total = 0;
            for (double logit : logits) {
                total += Math.exp(logit);
            }
            sum += Math.log(total) - logits[labels[s]];
        }
        return sum / ids.length;
    }

    double[] logits(int[] ids, int[] types) {
        double[] first = hidden(ids, types)[0];
        return linear("classifier", map(linear("bert.pooler.dense", first), Math::tanh));
    }

    /// A score for each word of the vocabulary.
    ///
    /// @param hidden of one token
    public double[] words(double[] hidden, DoubleUnaryOperator act) {
        double[] transformed = layerNorm(
                "cls.predictions.transform.LayerNorm",
                map(linear("cls.predictions.transform.dense", hidden), act));
        double[] scores = get("cls.predictions.bias").clone();
        double[] table = get("bert.embeddings.word_embeddings.weight");
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < transformed.length; j++) {
                scores[i] += table[i * transformed.length + j] * transformed[j];
            }
        }
        return scores;
    }

    public double[][] hidden(int[] ids, int[] types) {
        var x = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            x[t] = plus(row("word", ids[t]), row("position", t + firstPosition));
            if (weights.containsKey("bert.embeddings.token_type_embeddings.weight")) {
                x[t] = plus(x[t], row("token_type", types[t]));
            }
            x[t] = layerNorm("bert.embeddings.LayerNorm", x[t]);
            if (weights.containsKey("bert.embeddings_project.weight")) {
                x[t] = linear("bert.embeddings_project", x[t]);
            }
        }
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            x = layer("bert.encoder.layer." + layer + ".", x);
        }
        return x;
    }

    private double[] row(String table, int row) {
        int size = get("bert.embeddings.LayerNorm.weight").length;
        return Arrays.copyOfRange(
                get("bert.embeddings." + table + "_embeddings.weight"), row * size, (row + 1) * size);
    }

    private double[][] layer(String path, double[][] x) {
        double[][] attended = attention(path + "attention.self.", x);
        var y = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] middle = layerNorm(
                    path + "attention.output.LayerNorm",
                    plus(linear(path + "attention.output.dense", attended[t]), x[t]));
            double[] wide = map(linear(path + "intermediate.dense", middle), DoubleBert::gelu);
            y[t] = layerNorm(path + "output.LayerNorm", plus(linear(path + "output.dense", wide), middle));
        }
        return y;
    }

    private double[][] attention(String path, double[][] x) {
        int d = config.headSize();
        var q = new double[x.length][];
        var k = new double[x.length][];
        var v = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            q[t] = linear(path + "query", x[t]);
            k[t] = linear(path + "key", x[t]);
            v[t] = linear(path + "value", x[t]);
        }
        var out = new double[x.length][config.hiddenSize()];
        for (int head = 0; head < config.numAttentionHeads(); head++) {
            for (int t = 0; t < x.length; t++) {
                var share = new double[x.length];
                double total = 0;
                for (int u = 0; u < x.length; u++) {
                    double score = 0;
                    for (int j = head * d; j < (head + 1) * d; j++) {
                        score += q[t][j] * k[u][j];
                    }
                    share[u] = Math.exp(score / Math.sqrt(d));
                    total += share[u];
                }
                for (int u = 0; u < x.length; u++) {
                    for (int j = head * d; j < (head + 1) * d; j++) {
                        out[t][j] += share[u] / total * v[u][j];
                    }
                }
            }
        }
        return out;
    }

    public static double gelu(double x) {
        return x * 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
    }

    public static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    public double[] linear(String path, double[] x) {
        double[] weight = get(path + ".weight");
        double[] y = get(path + ".bias").clone();
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += weight[i * x.length + j] * x[j];
            }
        }
        return y;
    }

    private double[] layerNorm(String path, double[] x) {
        double mean = 0;
        for (double v : x) {
            mean += v / x.length;
        }
        double variance = 0;
        for (double v : x) {
            variance += (v - mean) * (v - mean) / x.length;
        }
        var y = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            y[j] = (x[j] - mean) / Math.sqrt(variance + config.layerNormEps()) * get(path + ".weight")[j]
                    + get(path + ".bias")[j];
        }
        return y;
    }

    private static double[] plus(double[] a, double[] b) {
        var y = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            y[j] = a[j] + b[j];
        }
        return y;
    }

    private double[] get(String name) {
        return weights.get(name);
    }
}
