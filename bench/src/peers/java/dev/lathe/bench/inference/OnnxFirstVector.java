package dev.lathe.bench.inference;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The shortest program with ONNX Runtime and the native tokenizer: loads a model, prints the vector of one text.
public final class OnnxFirstVector {
    private OnnxFirstVector() {}

    /// Runs it.
    ///
    /// @param arguments the model, its `tokenizer.json`, text
    /// @throws IOException if the tokenizer cannot be read
    /// @throws OrtException if ONNX Runtime cannot load the model
    public static void main(String... arguments) throws IOException, OrtException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (var texts = new OnnxTexts(Path.of(arguments[0]), Path.of(arguments[1]), threads)) {
            IO.println(Arrays.toString(texts.means(texts.ids(List.of(arguments[2])))[0]));
        }
    }
}
