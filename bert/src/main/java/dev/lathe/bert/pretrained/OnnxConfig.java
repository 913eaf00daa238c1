package dev.lathe.bert.pretrained;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.HiddenAct;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.OnnxFile;

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
        if (onnx.facts().numAttentionHeads() == 0) {
            throw new CheckpointException(onnx.file(), "its graph does not show the number of attention heads");
        }
        if (onnx.facts().layerNormEps() == 0) {
            throw new CheckpointException(onnx.file(), "its graph does not show the epsilon of layer normalisation");
        }
        try {
            BertConfig config = shapes.sizes()
                    .numAttentionHeads(onnx.facts().numAttentionHeads())
                    .hiddenAct(onnx.facts().usesErf() ? HiddenAct.GELU : HiddenAct.GELU_NEW)
                    .layerNormEps(onnx.facts().layerNormEps())
                    .padTokenId(padTokenId)
                    .build();
            shapes.check(config);
            return config;
        } catch (IllegalArgumentException misfit) {
            throw new CheckpointException(onnx.file(), misfit.getMessage(), misfit);
        }
    }
}
