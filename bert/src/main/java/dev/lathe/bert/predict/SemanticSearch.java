package dev.lathe.bert.predict;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.product.MatMulOp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Finds the texts whose meaning is closest to that of another, by comparing it with every one of them.
///
///     try (var embedder = TextEmbedder.load(Path.of("all-MiniLM-L6-v2"));
///             var search = new SemanticSearch<String>(embedder, Similarity.COSINE)) {
///         search.addAll(List.of("menu", "hours"), List.of("Soup of the day", "Open from 9 to 5"));
///         search.find("When do you close?", 1);   // hours
///     }
///
/// Any number of threads may add and find at once. What is found is the same for any number of threads, and for a
/// query alone and among others; of texts that are equally close, the one that was added first comes first. The vectors
/// stay on the embedder's device: close the search before the embedder.
///
/// @param <K> what the caller calls a text: its name, its number, the text itself
public final class SemanticSearch<K> implements AutoCloseable {
    /// Vectors that are compared by one matrix product.
    private static final int BLOCK = 1024;

    private final TextEmbedder embedder;
    private final Similarity similarity;
    private final Backend backend;
    private final Workspace vectors;
    private final List<K> keys = new ArrayList<>();
    /// Full blocks, `[BLOCK,features]`.
    private final List<Tensor> blocks = new ArrayList<>();
    private final List<float[]> rest = new ArrayList<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /// A text that was found.
    ///
    /// @param key of the text
    /// @param score how close it is
    public record Hit<K>(K key, double score) {}

    /// @param embedder makes the vectors; stays open when the search closes
    public SemanticSearch(TextEmbedder embedder, Similarity similarity) {
        this.embedder = embedder;
        this.similarity = similarity;
        backend = embedder.model().device().backend();
        vectors = Workspace.model("semantic search", backend);
    }

    /// How many texts there are.
    public int size() {
        return reading(keys::size);
    }

    /// Adds a text.
    ///
    /// @param key need not differ from others
    public void add(K key, String text) {
        addAll(List.of(key), List.of(text));
    }

    /// Adds many texts.
    ///
    /// @param added a key for each text
    /// @throws IllegalArgumentException if there are not as many keys as texts
    public void addAll(List<K> added, List<String> texts) {
        addVectors(added, embedder.embedAll(texts));
    }

    /// Adds texts whose vectors are known, such as those of the same embedder that were stored.
    ///
    /// @param added a key for each vector
    /// @throws IllegalArgumentException if there are not as many keys as vectors, or a vector has another length or a
    ///     value that is not finite
    public void addVectors(List<K> added, List<float[]> embeddings) {
        if (added.size() != embeddings.size()) {
            throw new IllegalArgumentException(
                    "semantic search: %d keys for %d vectors".formatted(added.size(), embeddings.size()));
        }
        List<float[]> prepared = embeddings.stream().map(this::prepared).toList();
        lock.writeLock().lock();
        try {
            checkOpen();
            keys.addAll(added);
            for (float[] vector : prepared) {
                rest.add(vector);
                if (rest.size() == BLOCK) {
                    blocks.add(vectors.of(Shape.of(BLOCK, features()), joined(rest)));
                    rest.clear();
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// The texts closest to a query, the closest first.
    ///
    /// @param count how many at most, at least 1
    public List<Hit<K>> find(String query, int count) {
        return findAll(List.of(query), count).getFirst();
    }

    /// The texts closest to each of several queries.
    public List<List<Hit<K>>> findAll(List<String> queries, int count) {
        return findVectors(embedder.embedAll(queries), count);
    }

    /// The texts closest to each of several vectors.
    ///
    /// @throws IllegalArgumentException if `count` is less than 1, or a vector has another length or a value that is
    ///     not finite
    public List<List<Hit<K>>> findVectors(List<float[]> queries, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("semantic search: count %d: must be at least 1".formatted(count));
        }
        List<float[]> prepared = queries.stream().map(this::prepared).toList();
        return prepared.isEmpty() ? List.of() : reading(() -> nearest(prepared, count));
    }

    private List<List<Hit<K>>> nearest(List<float[]> queries, int count) {
        checkOpen();
        List<NearestHits> nearest = queries.stream().map(query -> new NearestHits(count)).toList();
        try (var ws = Workspace.inference("search", backend)) {
            Tensor asked = ws.of(Shape.of(queries.size(), features()), joined(queries));
            for (int block = 0; block < blocks.size(); block++) {
                compare(ws, asked, blocks.get(block), block * BLOCK, nearest);
            }
            if (!rest.isEmpty()) {
                Tensor last = ws.of(Shape.of(rest.size(), features()), joined(rest));
                compare(ws, asked, last, blocks.size() * BLOCK, nearest);
            }
        }
        return nearest.stream()
                .map(hits -> hits.best().stream().map(hit -> new Hit<>(keys.get(hit.row()), hit.score())).toList())
                .toList();
    }

    private static void compare(
            Workspace ws, Tensor queries, Tensor block, int firstRow, List<NearestHits> nearest) {
        Tensor products = MatMulOp.apply(ws, queries, false, block, true);
        float[] scores = products.toArray();
        ws.discard(products);
        int rows = block.shape().dim(0);
        for (int q = 0; q < nearest.size(); q++) {
            for (int row = 0; row < rows; row++) {
                nearest.get(q).offer(firstRow + row, scores[q * rows + row]);
            }
        }
    }

    /// A copy that only its product with others is left to take.
    private float[] prepared(float[] vector) {
        if (vector.length != features()) {
            throw new IllegalArgumentException("semantic search: vector of %d values: the embedder's have %d".formatted(
                    vector.length, features()));
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!Double.isFinite(squares)) {
            throw new IllegalArgumentException("semantic search: a vector's values must be finite");
        }
        float[] copy = vector.clone();
        if (similarity == Similarity.COSINE && squares > 0) {
            double length = Math.sqrt(squares);
            for (int i = 0; i < copy.length; i++) {
                copy[i] = (float) (copy[i] / length);
            }
        }
        return copy;
    }

    private int features() {
        return embedder.features();
    }

    private float[] joined(List<float[]> rows) {
        var joined = new float[rows.size() * features()];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, joined, i * features(), features());
        }
        return joined;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("semantic search: used after it was closed");
        }
    }

    private <R> R reading(Supplier<R> read) {
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Gives the vectors' memory back; waits for searches in flight.
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                vectors.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
