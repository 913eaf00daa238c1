package dev.lathe.bench.kernels;

import dev.lathe.bench.kernels.Product.Weights;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Times matrix products beside `cblas_sgemm` of OpenBLAS and `dnnl_sgemm` and `matmul` of oneDNN.
///
/// The first argument chooses the products; the others are options of `KernelProgram`:
///
/// | set | products |
/// |---|---|
/// | `training` | forward and both gradients of every linear layer, 16 x 128 tokens; weights are packed in each call |
/// | `few-rows` | the encoder's layers for 1, 8, 16 and 32 tokens; weights are packed in each call |
/// | `few-rows-kept` | the same with weights packed beforehand, where an engine can |
/// | `attention` | batches of small products: scores, weighted values and the gradient of values |
public final class MatrixProducts {

    private MatrixProducts() {}

    /// Runs the benchmark.
    ///
    /// @param arguments a set, then options
    /// @throws IOException when the result file can't be written
    public static void main(String... arguments) throws IOException {
        String set = arguments.length == 0 ? "training" : arguments[0];
        var program = new KernelProgram(Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length));
        IO.println(OpenBlas.description());
        program.run(products(set));
    }

    private static Stream<Product> products(String set) {
        return switch (set) {
            case "training" -> models().flatMap(BertProducts::training);
            case "few-rows" -> fewRows(Weights.NEW_EACH_TIME);
            case "few-rows-kept" -> fewRows(Weights.KEPT);
            case "attention" -> models().flatMap(
                    model -> IntStream.of(32, 128, 512).boxed().flatMap(model::attention));
            default -> throw new IllegalArgumentException(
                    set + ": the sets are training, few-rows, few-rows-kept and attention");
        };
    }

    private static Stream<BertProducts> models() {
        return Arrays.stream(BertProducts.values());
    }

    private static Stream<Product> fewRows(Weights weights) {
        return models().flatMap(model ->
                IntStream.of(1, 8, 16, 32).boxed().flatMap(rows -> model.prediction(rows, weights)));
    }
}
