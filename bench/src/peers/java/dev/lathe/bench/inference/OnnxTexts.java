package dev.lathe.bench.inference;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Texts to vectors as a Java program does it without Lathe: the native tokenizer, padding, ONNX Runtime, the mean.
final class OnnxTexts implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final OnnxModel model;

    OnnxTexts(Path onnx, Path tokenizerJson, int threads) throws IOException, OrtException {
        tokenizer = HuggingFaceTokenizer.newInstance(tokenizerJson, Map.of(
                "padding", "false", "truncation", "true", "maxLength", "512"));
        model = new OnnxModel(onnx, threads);
    }

    /// The token ids of each text.
    List<int[]> ids(List<String> texts) {
        var ids = new ArrayList<int[]>();
        for (Encoding encoding : tokenizer.batchEncode(texts, true, false)) {
            long[] wide = encoding.getIds();
            var narrow = new int[wide.length];
            for (int i = 0; i < wide.length; i++) {
                narrow[i] = Math.toIntExact(wide[i]);
            }
            ids.add(narrow);
        }
        return ids;
    }

    /// The vectors of one batch.
    float[][] means(List<int[]> ids) throws OrtException {
        try (var batch = new OnnxBatch(model, ids)) {
            batch.run();
            return batch.means();
        }
    }

    @Override
    public void close() throws OrtException {
        model.close();
        tokenizer.close();
    }
}
