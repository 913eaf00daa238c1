package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.onnx.OnnxFile;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.HiddenAct;
import java.util.List;

/// Works out the configuration of an exported BERT from the shapes of its weights and the constants in its graph.
///
/// Dropout rates and the range of initialisation leave no trace in an export: they get BERT's defaults.
final class OnnxConfig {
    private OnnxConfig() {}

    /// @param padTokenId as the tokenizer says
    /// @throws CheckpointException when a parameter of the encoder is missing or has the wrong shape, or the graph does
    ///     not show what the shapes can't
    static BertConfig of(OnnxFile onnx, int padTokenId) throws CheckpointException {
        EncoderShapes shapes = EncoderShapes.of(onnx);
        requireBert(onnx);
        try {
            BertConfig config = shapes.sizes()
                    .numAttentionHeads(onnx.facts().numAttentionHeads())
                    .hiddenAct(HiddenAct.of(onnx.facts().hiddenAct()))
                    .layerNormEps(onnx.facts().layerNormEps())
                    .padTokenId(padTokenId)
                    .build();
            shapes.check(config);
            return config;
        } catch (IllegalArgumentException misfit) {
            throw new CheckpointException(onnx.file(), misfit.getMessage(), misfit);
        }
    }

    /// Names of families and heads leave no trace either.
    private static void requireBert(OnnxFile onnx) throws CheckpointException {
        List<String> others = onnx.names().stream()
                .filter(name -> name.startsWith("embeddings_project") || name.contains("scores") || name.startsWith("words."))
                .toList();
        boolean bert = others.isEmpty() && !onnx.facts().countsFromPadding()
                && onnx.find("embeddings.token_type_embeddings.weight").isPresent();
        if (!bert) {
            throw new CheckpointException(onnx.file(), "no config.json beside it, without which only a BERT that has no head is "
                    + "imported: it must say model_type and architectures, sizes, and id2label for a head with labels");
        }
    }
}
