package dev.lathe.bert.pretrained;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.checkpoint.Checkpoint;
import java.io.IOException;

/// BERT's encoder in double precision and plain loops, straight from the paper, to see that weights are in place.
final class PlainEncoder {
    private final BertConfig config;
    private final Checkpoint weights;

    PlainEncoder(BertConfig config, Checkpoint weights) {
        this.config = config;
        this.weights = weights;
    }

    /// The last hidden states of one sequence, a row a token.
    double[][] encode(int... inputIds) throws IOException {
        float[] words = read("embeddings.word_embeddings.weight");
        float[] positions = read("embeddings.position_embeddings.weight");
        float[] types = read("embeddings.token_type_embeddings.weight");
        int hidden = config.hiddenSize();
        var states = new double[inputIds.length][hidden];
        for (int token = 0; token < inputIds.length; token++) {
            for (int i = 0; i < hidden; i++) {
                states[token][i] =
                        (double) words[inputIds[token] * hidden + i] + positions[token * hidden + i] + types[i];
            }
        }
        normalise(states, "embeddings.LayerNorm");
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            String path = "encoder.layer." + layer + ".";
            double[][] context = attend(states, path + "attention.self.");
            addTo(states, linear(context, path + "attention.output.dense"));
            normalise(states, path + "attention.output.LayerNorm");
            double[][] inner = linear(states, path + "intermediate.dense");
            for (double[] row : inner) {
                for (int i = 0; i < row.length; i++) {
                    row[i] *= 0.5 * (1 + erf(row[i] / Math.sqrt(2)));
                }
            }
            addTo(states, linear(inner, path + "output.dense"));
            normalise(states, path + "output.LayerNorm");
        }
        return states;
    }

    private double[][] attend(double[][] states, String path) throws IOException {
        double[][] query = linear(states, path + "query");
        double[][] key = linear(states, path + "key");
        double[][] value = linear(states, path + "value");
        int size = config.headSize();
        var context = new double[states.length][config.hiddenSize()];
        for (int start = 0; start < config.hiddenSize(); start += size) {
            for (int from = 0; from < states.length; from++) {
                var share = new double[states.length];
                double sum = 0;
                for (int to = 0; to < states.length; to++) {
                    double score = 0;
                    for (int i = start; i < start + size; i++) {
                        score += query[from][i] * key[to][i];
                    }
                    share[to] = Math.exp(score / Math.sqrt(size));
                    sum += share[to];
                }
                for (int to = 0; to < states.length; to++) {
                    for (int i = start; i < start + size; i++) {
                        context[from][i] += share[to] / sum * value[to][i];
                    }
                }
            }
        }
        return context;
    }

    private double[][] linear(double[][] rows, String path) throws IOException {
        float[] weight = read(path + ".weight");
        float[] bias = read(path + ".bias");
        var results = new double[rows.length][bias.length];
        for (int row = 0; row < rows.length; row++) {
            int inputs = rows[row].length;
            for (int output = 0; output < bias.length; output++) {
                double sum = bias[output];
                for (int i = 0; i < inputs; i++) {
                    sum += rows[row][i] * weight[output * inputs + i];
                }
                results[row][output] = sum;
            }
        }
        return results;
    }

    private void normalise(double[][] rows, String path) throws IOException {
        float[] weight = read(path + ".weight");
        float[] bias = read(path + ".bias");
        for (double[] row : rows) {
            double mean = 0;
            for (double value : row) {
                mean += value / row.length;
            }
            double variance = 0;
            for (double value : row) {
                variance += (value - mean) * (value - mean) / row.length;
            }
            double scale = 1 / Math.sqrt(variance + config.layerNormEps());
            for (int i = 0; i < row.length; i++) {
                row[i] = (row[i] - mean) * scale * weight[i] + bias[i];
            }
        }
    }

    private static void addTo(double[][] rows, double[][] more) {
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < rows[row].length; i++) {
                rows[row][i] += more[row][i];
            }
        }
    }

    /// Maclaurin's series; beyond 4 the error function is 1 within 2e-8.
    private static double erf(double x) {
        if (Math.abs(x) > 4) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private float[] read(String name) throws IOException {
        float[] values = new float[(int) weights.entry(name).elements()];
        weights.read(name, values, 0);
        return values;
    }
}
