package dev.lathe.bert.pretrained;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.HiddenAct;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.OnnxFile;
import dev.lathe.bert.checkpoint.TensorEntry;
import java.util.List;
import java.util.Map;

/// Works out the configuration of an exported BERT from the shapes of its weights and the constants in its graph.
///
/// Dropout rates and the range of initialisation leave no trace in an export: they get BERT's defaults.
final class OnnxConfig {
    private static final String WORDS = "embeddings.word_embeddings.weight";

    private final OnnxFile onnx;
    private final String prefix;

    private OnnxConfig(OnnxFile onnx) {
        this.onnx = onnx;
        this.prefix = onnx.names().stream()
                .filter(name -> name.endsWith(WORDS))
                .map(name -> name.substring(0, name.length() - WORDS.length()))
                .findFirst()
                .orElse("");
    }

    /// @param padTokenId as the tokenizer says
    /// @throws CheckpointException when a parameter of the encoder is missing or has the wrong shape, or the graph does
    ///     not show what the shapes can't
    static BertConfig of(OnnxFile onnx, int padTokenId) throws CheckpointException {
        var shapes = new OnnxConfig(onnx);
        try {
            BertConfig config = shapes.read(padTokenId);
            shapes.check(EncoderTensors.of(config, shapes.prefix));
            return config;
        } catch (IllegalArgumentException misfit) {
            throw new CheckpointException(onnx.file(), misfit.getMessage(), misfit);
        }
    }

    private void check(Map<String, List<Integer>> encoder) throws CheckpointException {
        for (Map.Entry<String, List<Integer>> needed : encoder.entrySet()) {
            onnx.entry(needed.getKey(), needed.getValue());
        }
        // A layer after a hole in their numbers would be lost without a word.
        for (String name : onnx.names()) {
            if (name.startsWith(prefix + "encoder.") && !encoder.containsKey(name)) {
                throw new CheckpointException(
                        onnx.file(), "'" + name + "' is no part of a BERT encoder of " + layers() + " layers");
            }
        }
    }

    private BertConfig read(int padTokenId) throws CheckpointException {
        if (onnx.facts().numAttentionHeads() == 0) {
            throw new CheckpointException(onnx.file(), "its graph does not show the number of attention heads");
        }
        if (onnx.facts().layerNormEps() == 0) {
            throw new CheckpointException(onnx.file(), "its graph does not show the epsilon of layer normalisation");
        }
        return BertConfig.builder()
                .vocabSize(size(WORDS, 0))
                .hiddenSize(size(WORDS, 1))
                .numHiddenLayers(layers())
                .numAttentionHeads(onnx.facts().numAttentionHeads())
                .intermediateSize(size("encoder.layer.0.intermediate.dense.weight", 0))
                .hiddenAct(onnx.facts().usesErf() ? HiddenAct.GELU : HiddenAct.GELU_NEW)
                .maxPositionEmbeddings(size("embeddings.position_embeddings.weight", 0))
                .typeVocabSize(size("embeddings.token_type_embeddings.weight", 0))
                .layerNormEps(onnx.facts().layerNormEps())
                .padTokenId(padTokenId)
                .build();
    }

    private int size(String matrix, int axis) throws CheckpointException {
        TensorEntry entry = onnx.entry(prefix + matrix);
        if (entry.shape().size() != 2) {
            throw new CheckpointException(
                    onnx.file(), "'" + entry.name() + "' is " + entry.shapeText() + ": needs two axes");
        }
        return entry.shape().get(axis);
    }

    private int layers() {
        int layers = 0;
        while (hasTensorBelow(prefix + "encoder.layer." + layers + ".")) {
            layers++;
        }
        return layers;
    }

    private boolean hasTensorBelow(String path) {
        return onnx.names().stream().anyMatch(name -> name.startsWith(path));
    }
}
