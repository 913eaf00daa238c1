package dev.lathe.gpucheck;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A BERT with two classes and a batch of texts for it. The tokens follow from a formula; the weights, from a seed.
///
/// @param name for people
/// @param config sizes and dropout rates
/// @param lengths tokens of each text
/// @param steps of a training
/// @param learningRate of its optimiser
record Workload(String name, BertConfig config, List<Integer> lengths, int steps, double learningRate) {
    private static final double USUAL_RATE = 2e-5;
    static final Workload TINY = new Workload("tiny", BertConfig.builder()
            .vocabSize(50).hiddenSize(24).numHiddenLayers(2).numAttentionHeads(3).intermediateSize(56)
            .maxPositionEmbeddings(20).initializerRange(0.2).build(), List.of(5, 3, 12, 7), 20, 1e-2);
    static final Workload MINILM =
            new Workload("MiniLM", miniLm(), List.of(64, 7, 40, 128, 1, 33, 90, 21), 3, USUAL_RATE);
    static final Workload BERT_BASE =
            new Workload("BERT-base", BertConfig.builder().build(), List.of(64, 17, 128, 33), 2, USUAL_RATE);

    static final int CLASSES = 2;
    private static final int FIRST_WORD = 3;
    private static final int SMALL = 48;

    private static BertConfig miniLm() {
        return BertConfig.builder()
                .hiddenSize(384).numHiddenLayers(6).numAttentionHeads(12).intermediateSize(1536).build();
    }

    /// `rows` texts of `length` tokens for a model of MiniLM's sizes.
    static Workload miniLm(int rows, int length) {
        return full("MiniLM", miniLm(), rows, length);
    }

    /// `rows` texts of `length` tokens for a model of BERT-base's sizes.
    static Workload bertBase(int rows, int length) {
        return full("BERT-base", BertConfig.builder().build(), rows, length);
    }

    private static Workload full(String name, BertConfig config, int rows, int length) {
        var lengths = new Integer[rows];
        Arrays.fill(lengths, length);
        return new Workload("%s %d x %d".formatted(name, rows, length), config, List.of(lengths), 1,
                USUAL_RATE);
    }

    /// A model and texts that a GPU of software gets through in a second.
    Workload small() {
        if (config.hiddenSize() <= SMALL) {
            return this;
        }
        BertConfig sizes = config.toBuilder()
                .vocabSize(50).hiddenSize(SMALL).numHiddenLayers(2).numAttentionHeads(4).intermediateSize(96)
                .maxPositionEmbeddings(20).build();
        return new Workload("tiny, for " + name, sizes, List.of(5, 16, 1), steps, learningRate);
    }

    int tokens() {
        return lengths.stream().mapToInt(Integer::intValue).sum();
    }

    List<TokenSequence> texts() {
        var texts = new ArrayList<TokenSequence>();
        for (int text = 0; text < lengths.size(); text++) {
            var ids = new int[lengths.get(text)];
            var types = new int[ids.length];
            for (int t = 0; t < ids.length; t++) {
                ids[t] = FIRST_WORD + (7919 * text + 104729 * t + 31 * text * t) % (config.vocabSize() - FIRST_WORD);
                types[t] = 2 * t < ids.length ? 0 : 1;
            }
            texts.add(TokenSequence.of(ids, types));
        }
        return texts;
    }

    int[] labels() {
        var labels = new int[lengths.size()];
        Arrays.setAll(labels, text -> Integer.bitCount(text) % CLASSES);
        return labels;
    }

    /// Floating-point operations of a forward pass, a multiplication and an addition counted as two. A training step
    /// takes three times as many.
    double operations() {
        double hidden = config.hiddenSize();
        double dense = tokens() * (8 * hidden * hidden + 4 * hidden * config.intermediateSize());
        double attention = lengths.stream().mapToDouble(length -> 4 * hidden * length * length).sum();
        return config.numHiddenLayers() * (dense + attention);
    }
}
