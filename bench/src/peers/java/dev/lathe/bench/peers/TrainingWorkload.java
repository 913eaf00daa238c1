package dev.lathe.bench.peers;

/// A training step that every contender does alike: full-length sequences, weights and tokens by formula.
///
/// @param shape the model
/// @param batchSize sequences
/// @param sequenceLength tokens of each
/// @param dropout probability at every place, attention too
/// @param threads that a contender may use
record TrainingWorkload(BertShape shape, int batchSize, int sequenceLength, double dropout, int threads) {

    static final double LEARNING_RATE = 2e-5;

    /// Uniform within this of 0 is a standard deviation of 0.02, BERT's initialiser.
    private static final double WEIGHT_SCALE = 0.035;

    /// @param text such as `minilm/16x128/0.1`: model, batch size x sequence length, dropout
    static TrainingWorkload parse(String text, int threads) {
        String[] parts = text.split("[/x]");
        if (parts.length != 4) {
            throw new IllegalArgumentException(text + ": not of the form minilm/16x128/0.1");
        }
        BertShape shape = switch (parts[0]) {
            case "minilm" -> BertShape.MINILM;
            case "bert-base" -> BertShape.BERT_BASE;
            default -> throw new IllegalArgumentException(text + ": model is neither minilm nor bert-base");
        };
        return new TrainingWorkload(shape, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
                Double.parseDouble(parts[3]), threads);
    }

    String name() {
        return shape.name() + "/" + batchSize + "x" + sequenceLength + "/" + dropout;
    }

    /// The same work with nothing dropped, whose losses can be compared.
    TrainingWorkload withoutDropout() {
        return new TrainingWorkload(shape, batchSize, sequenceLength, 0, threads);
    }

    /// The same work with another number of threads.
    TrainingWorkload onThreads(int other) {
        return new TrainingWorkload(shape, batchSize, sequenceLength, dropout, other);
    }

    /// As results have it.
    Work work() {
        return new Work(name(), flops() / 1e9, Work.Unit.GIGAFLOP);
    }

    WeightSource weights() {
        return WeightSource.initial(shape, WEIGHT_SCALE);
    }

    PaddedBatch batch() {
        return FormulaBatches.fullLength(batchSize, sequenceLength);
    }

    /// Floating-point operations of the matrix products of one step, backward counted twice.
    double flops() {
        double tokens = (double) batchSize * sequenceLength;
        double hidden = shape.hiddenSize();
        double linear = tokens * (4 * hidden * hidden + 2 * hidden * shape.intermediateSize());
        double attention = 2 * tokens * sequenceLength * hidden;
        return 3 * 2 * shape.numHiddenLayers() * (linear + attention);
    }
}
