package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.BertConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the names and shapes of a checkpoint tell of the encoder in it.
final class EncoderShapes {
    private static final String WORDS = "embeddings.word_embeddings.weight";

    private final Checkpoint weights;
    private final List<String> names;
    private final String prefix;

    private EncoderShapes(Checkpoint weights) {
        this.weights = weights;
        this.names = weights.names();
        this.prefix = names.stream()
                .filter(name -> name.endsWith(WORDS))
                .map(name -> name.substring(0, name.length() - WORDS.length()))
                .findFirst()
                .orElse("");
    }

    static EncoderShapes of(Checkpoint weights) {
        return new EncoderShapes(weights);
    }

    /// What stands before `embeddings` and `encoder`: empty, or `bert.` below a head.
    String prefix() {
        return prefix;
    }

    int hiddenSize() throws CheckpointException {
        return size(WORDS, 1);
    }

    /// A configuration with every size that shapes show, which is all but the number of heads.
    BertConfigBuilder sizes() throws CheckpointException {
        return BertConfig.builder()
                .vocabSize(size(WORDS, 0))
                .hiddenSize(hiddenSize())
                .numHiddenLayers(layers())
                .intermediateSize(size("encoder.layer.0.intermediate.dense.weight", 0))
                .maxPositionEmbeddings(size("embeddings.position_embeddings.weight", 0))
                .typeVocabSize(size("embeddings.token_type_embeddings.weight", 0));
    }

    /// @throws CheckpointException when a parameter of the encoder is missing, has the wrong shape, or is too many
    void check(BertConfig config) throws CheckpointException {
        Map<String, List<Integer>> encoder = EncoderTensors.of(config, prefix);
        for (Map.Entry<String, List<Integer>> needed : encoder.entrySet()) {
            weights.entry(needed.getKey(), needed.getValue());
        }
        // A layer after a hole in their numbers would be lost without a word.
        for (String name : names) {
            if (name.startsWith(prefix + "encoder.") && !encoder.containsKey(name)) {
                throw new CheckpointException(weights.file(), "'" + name + "' is no part of a BERT encoder of "
                        + config.numHiddenLayers() + " layers");
            }
        }
    }

    private int size(String matrix, int axis) throws CheckpointException {
        TensorEntry entry = weights.entry(prefix + matrix);
        if (entry.shape().size() != 2) {
            throw new CheckpointException(
                    weights.file(), "'" + entry.name() + "' is " + entry.shapeText() + ": needs two axes");
        }
        return entry.shape().get(axis);
    }

    /// Layers from the first on, up to a hole in their numbers.
    private int layers() {
        String path = prefix + "encoder.layer.";
        Set<String> numbers = names.stream()
                .filter(name -> name.startsWith(path) && name.indexOf('.', path.length()) > 0)
                .map(name -> name.substring(path.length(), name.indexOf('.', path.length())))
                .collect(Collectors.toSet());
        int layers = 0;
        while (numbers.contains(Integer.toString(layers))) {
            layers++;
        }
        return layers;
    }
}
