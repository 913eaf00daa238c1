package dev.lathe.trust.explain;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.predict.open.PackedBatches;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.trust.explain.method.Baseline;
import dev.lathe.trust.explain.method.Embedded;
import dev.lathe.trust.explain.method.ExplainedText;
import dev.lathe.trust.explain.method.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// A text as a model reads it, and the score of it that is explained.
final class ModelText implements ExplainedText {
    /// Tokens of a pass that records: enough for the matrix product, and not much memory.
    private static final int TOKENS = 1024;

    private final ExplainedModel model;
    private final Encoding encoding;
    private final List<Word> words;
    private final Target target;

    ModelText(ExplainedModel model, Encoding encoding, List<Word> words, Target target) {
        this.model = model;
        this.encoding = encoding;
        this.words = List.copyOf(words);
        this.target = target;
    }

    @Override
    public List<Word> words() {
        return words;
    }

    @Override
    public int tokens() {
        return encoding.size();
    }

    Encoding encoding() {
        return encoding;
    }

    @Override
    public Embedded embedded() {
        return model.tables().of(encoding.ids(), encoding.typeIds());
    }

    @Override
    public Embedded baseline(Baseline kind) {
        var tokenizer = model.directory().tokenizer();
        return switch (kind) {
            case MASK -> model.tables().of(all(tokenizer.maskId()), encoding.typeIds());
            case PAD -> model.tables().of(all(tokenizer.padId()), encoding.typeIds());
            case ZERO -> {
                var zeros = new float[tokens() * model.tables().features()];
                yield new Embedded(zeros, zeros, zeros);
            }
        };
    }

    private int[] all(int id) {
        var everyWord = new BitSet();
        everyWord.set(0, words.size());
        return replaced(everyWord, id);
    }

    private int[] replaced(BitSet absent, int id) {
        int[] ids = encoding.ids();
        absent.stream().forEach(w -> Arrays.fill(ids, words.get(w).firstToken(), words.get(w).endToken(), id));
        return ids;
    }

    @Override
    public double[] without(List<BitSet> absent) {
        int mask = model.directory().tokenizer().maskId();
        List<TokenSequence> texts = absent.stream()
                .map(words -> TokenSequence.of(replaced(words, mask), encoding.typeIds())).toList();
        var values = new double[texts.size()];
        for (int[] part : PackedBatches.of(texts)) {
            try (var ws = Workspace.inference("explanation", model.device().backend())) {
                TokenBatch batch = TokenBatch.of(ws, Arrays.stream(part).mapToObj(texts::get).toList());
                Tensor scores = model.scores(ws, batch, target.output());
                double[] sums = sums(scores, batch.sequences());
                for (int i = 0; i < part.length; i++) {
                    values[part[i]] = sums[i];
                }
            }
        }
        return values;
    }

    @Override
    public List<Point> at(List<float[]> embeddings) {
        List<Point> points = new ArrayList<>();
        int most = Math.max(1, TOKENS / tokens());
        for (int from = 0; from < embeddings.size(); from += most) {
            points.addAll(pass(embeddings.subList(from, Math.min(embeddings.size(), from + most))));
        }
        return points;
    }

    private List<Point> pass(List<float[]> embeddings) {
        int size = embeddings.getFirst().length;
        var packed = new float[embeddings.size() * size];
        for (int i = 0; i < embeddings.size(); i++) {
            System.arraycopy(embeddings.get(i), 0, packed, i * size, size);
        }
        // A workspace of its own: the gradient stays when the model gives the embeddings back.
        try (var leaves = Workspace.inference("embeddings", model.device().backend());
                var ws = Workspace.recording("explanation", model.device().backend())) {
            Tensor leaf = leaves.variable(Shape.of(packed.length / model.tables().features(), model.tables().features()), packed);
            ws.disturbedBy((inside, value, _) -> inPlace(inside, value, leaf));
            TokenSequence tokens = TokenSequence.of(encoding);
            TokenBatch batch = TokenBatch.of(ws, embeddings.stream().map(_ -> tokens).toList());
            Tensor scores = model.scores(ws, batch, target.output());
            double[] sums = sums(scores, batch.sequences());
            ws.backward(SumOp.apply(ws, MulOp.apply(ws, scores, chosen(ws, scores.shape(), batch.sequences()))));
            float[] gradient = leaf.gradient().toArray();
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < sums.length; i++) {
                points.add(new Point(sums[i], Arrays.copyOfRange(gradient, i * size, (i + 1) * size)));
            }
            return points;
        }
    }

    /// The embeddings that are asked about, whatever the tables give.
    private static Tensor inPlace(Workspace ws, Tensor value, Tensor leaf) {
        if (!value.shape().equals(leaf.shape())) {
            throw new IllegalArgumentException(
                    "explain: the model puts rows of its own before a text (embeddings %s, tokens' %s): gradients are not explained; use occlusion or shap"
                            .formatted(value.shape(), leaf.shape()));
        }
        // Added to zeros, which keeps every bit: a leaf of another workspace must not be given back by this one.
        return AddOp.apply(ws, ws.zeros(value.shape()), leaf);
    }

    private Tensor chosen(Workspace ws, Shape scores, PackedSequences sequences) {
        var ones = new float[scores.size()];
        for (int s = 0; s < sequences.count(); s++) {
            for (Target.Cell cell : target.cells()) {
                ones[at(cell, s, scores, sequences)] = 1;
            }
        }
        return ws.of(scores, ones);
    }

    private double[] sums(Tensor scores, PackedSequences sequences) {
        float[] values = scores.toArray();
        var sums = new double[sequences.count()];
        for (int s = 0; s < sums.length; s++) {
            for (Target.Cell cell : target.cells()) {
                sums[s] += values[at(cell, s, scores.shape(), sequences)];
            }
        }
        return sums;
    }

    private int at(Target.Cell cell, int sequence, Shape scores, PackedSequences sequences) {
        int row = model.kind() == ExplainedModel.Kind.TEXT ? sequence : sequences.start(sequence) + cell.row();
        return row * scores.dim(1) + cell.column();
    }

    @Override
    public List<double[][]> attention() {
        var recorder = Recorder.of(place -> place.endsWith(".shares"));
        try (var ws = Workspace.inference("explanation", model.device().backend()).observedBy(recorder)) {
            model.scores(ws, TokenBatch.of(ws, List.of(TokenSequence.of(encoding))), Output.LOGIT);
        }
        List<double[][]> layers = new ArrayList<>();
        for (Recorder.Seen seen : recorder.values().values()) {
            layers.add(mean(seen));
        }
        return layers;
    }

    private double[][] mean(Recorder.Seen shares) {
        int heads = shares.shape().dim(1);
        int keys = shares.shape().dim(2);
        if (shares.shape().dim(0) != tokens() || keys != tokens()) {
            throw new IllegalArgumentException("explain: attention %s has keys of the model's own before a text's: not explained".formatted(shares.shape()));
        }
        var mean = new double[tokens()][keys];
        for (int i = 0; i < shares.values().length; i++) {
            mean[i / (heads * keys)][i % keys] += shares.values()[i] / heads;
        }
        return mean;
    }

    @Override
    public int[] readTokens() {
        return model.kind() == ExplainedModel.Kind.TEXT ? new int[] {0}
                : target.cells().stream().mapToInt(Target.Cell::row).distinct().toArray();
    }
}
