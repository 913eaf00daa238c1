package dev.lathe.bench.peers;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The sizes of a BERT classifier, and from them the name and shape of each parameter as Hugging Face's
/// `BertForSequenceClassification` has them.
///
/// @param name what reports call it
/// @param numHiddenLayers encoder layers
/// @param hiddenSize width of the hidden states, a multiple of `numAttentionHeads`
/// @param numAttentionHeads heads a layer
/// @param intermediateSize width inside the feed-forward part
/// @param vocabSize rows of the word embeddings
/// @param maxPositionEmbeddings longest sequence
/// @param typeVocabSize token types
/// @param numLabels classes
record BertShape(String name, int numHiddenLayers, int hiddenSize, int numAttentionHeads, int intermediateSize,
                 int vocabSize, int maxPositionEmbeddings, int typeVocabSize, int numLabels) {

    static final BertShape MINILM = new BertShape("minilm", 6, 384, 12, 1536, 30522, 512, 2, 2);
    static final BertShape BERT_BASE = new BertShape("bert-base", 12, 768, 12, 3072, 30522, 512, 2, 2);
    static final BertShape TINY = new BertShape("tiny", 2, 32, 2, 64, 100, 24, 2, 3);

    BertShape {
        if (hiddenSize % numAttentionHeads != 0) {
            throw new IllegalArgumentException(
                    name + ": hiddenSize " + hiddenSize + " is not a multiple of numAttentionHeads " + numAttentionHeads);
        }
    }

    int headSize() {
        return hiddenSize / numAttentionHeads;
    }

    /// Every parameter in the order of the forward pass; a matrix is `[out, in]`.
    SequencedMap<String, long[]> parameterShapes() {
        var shapes = new LinkedHashMap<String, long[]>();
        shapes.put("bert.embeddings.word_embeddings.weight", new long[] {vocabSize, hiddenSize});
        shapes.put("bert.embeddings.position_embeddings.weight", new long[] {maxPositionEmbeddings, hiddenSize});
        shapes.put("bert.embeddings.token_type_embeddings.weight", new long[] {typeVocabSize, hiddenSize});
        putNorm(shapes, "bert.embeddings.LayerNorm");
        for (int layer = 0; layer < numHiddenLayers; layer++) {
            putLayer(shapes, "bert.encoder.layer." + layer + ".");
        }
        putLinear(shapes, "bert.pooler.dense", hiddenSize, hiddenSize);
        putLinear(shapes, "classifier", numLabels, hiddenSize);
        return shapes;
    }

    private void putLayer(SequencedMap<String, long[]> shapes, String layer) {
        putLinear(shapes, layer + "attention.self.query", hiddenSize, hiddenSize);
        putLinear(shapes, layer + "attention.self.key", hiddenSize, hiddenSize);
        putLinear(shapes, layer + "attention.self.value", hiddenSize, hiddenSize);
        putLinear(shapes, layer + "attention.output.dense", hiddenSize, hiddenSize);
        putNorm(shapes, layer + "attention.output.LayerNorm");
        putLinear(shapes, layer + "intermediate.dense", intermediateSize, hiddenSize);
        putLinear(shapes, layer + "output.dense", hiddenSize, intermediateSize);
        putNorm(shapes, layer + "output.LayerNorm");
    }

    private void putNorm(SequencedMap<String, long[]> shapes, String name) {
        shapes.put(name + ".weight", new long[] {hiddenSize});
        shapes.put(name + ".bias", new long[] {hiddenSize});
    }

    private static void putLinear(SequencedMap<String, long[]> shapes, String name, int out, int in) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }
}
