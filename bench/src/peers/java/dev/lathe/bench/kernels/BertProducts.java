package dev.lathe.bench.kernels;

import dev.lathe.bench.kernels.Product.Form;
import dev.lathe.bench.kernels.Product.Weights;
import java.util.stream.Stream;

/// The matrix products of the two models that everything here is measured with.
enum BertProducts {
    BERT_BASE("bert-base", 768, 3072, 12),
    MINI_LM("minilm", 384, 1536, 12);

    private static final int ROWS = 16 * 128;
    private static final int SEQUENCES = 16;
    private static final int CLASSES = 2;

    private final String label;
    private final int hiddenSize;
    private final int intermediateSize;
    private final int heads;

    BertProducts(String label, int hiddenSize, int intermediateSize, int heads) {
        this.label = label;
        this.hiddenSize = hiddenSize;
        this.intermediateSize = intermediateSize;
        this.heads = heads;
    }

    /// A linear layer, from `in` to `out` features.
    private record Layer(String label, int rows, int in, int out) {
        Product forward(Weights weights) {
            return new Product(label, Form.FORWARD, weights, 1, rows, out, in);
        }

        Stream<Product> all() {
            return Stream.of(forward(Weights.NEW_EACH_TIME),
                    new Product(label, Form.GRADIENT_TO_INPUT, Weights.NEW_EACH_TIME, 1, rows, in, out),
                    new Product(label, Form.GRADIENT_TO_WEIGHT, Weights.NEW_EACH_TIME, 1, out, in, rows));
        }
    }

    private Stream<Layer> encoder(int rows) {
        return Stream.of(
                new Layer(label + " attention", rows, hiddenSize, hiddenSize),
                new Layer(label + " intermediate", rows, hiddenSize, intermediateSize),
                new Layer(label + " output", rows, intermediateSize, hiddenSize));
    }

    /// Of the linear layers in a training step of 16 x 128 tokens: forward and both gradients.
    Stream<Product> training() {
        return Stream.concat(encoder(ROWS), Stream.of(
                new Layer(label + " pooler", SEQUENCES, hiddenSize, hiddenSize),
                new Layer(label + " classifier", SEQUENCES, hiddenSize, CLASSES))).flatMap(Layer::all);
    }

    /// Of the encoder's layers in a prediction for `rows` tokens.
    Stream<Product> prediction(int rows, Weights weights) {
        return encoder(rows).map(layer -> layer.forward(weights));
    }

    /// Inside attention, for sequences of `tokens` that fill 16 x 128: scores, weighted values, and the gradient of the values.
    Stream<Product> attention(int tokens) {
        int batch = ROWS / tokens * heads;
        int headSize = hiddenSize / heads;
        return Stream.of(
                new Product(label + " scores", Form.FORWARD, Weights.NEW_EACH_TIME, batch, tokens, tokens, headSize),
                new Product(label + " values", Form.GRADIENT_TO_INPUT, Weights.NEW_EACH_TIME, batch, tokens, headSize, tokens),
                new Product(label + " gradient of values", Form.GRADIENT_TO_WEIGHT, Weights.NEW_EACH_TIME,
                        batch, tokens, headSize, tokens));
    }
}
