package dev.lathe.bench.report;

import dev.lathe.bench.report.Row.Topic;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All rows of the summary, in its order: which works of the result files, against whom, and what was hoped for.
final class SummaryRows {

    private static final Goal PRODUCTS = new Goal(1.05, 1.12, 1.00, 1.05);
    private static final Goal INFERENCE = new Goal(0.90, 1.08, 0.75, 0.95);

    private static final String ENCODER = "\\S+ (attention|intermediate|output) ";
    private static final String FEW_ROWS = "(1|8|16|32)x\\d+x\\d+ NT";
    private static final String TRAINING_PRODUCTS =
            ENCODER + "(?!" + FEW_ROWS + ")\\d+x\\d+x\\d+ ..|\\S+ (pooler|classifier) .*";
    private static final String NATIVE_PRODUCTS = "faster one of OpenBLAS and oneDNN";

    private static final String PADDED_TO_LONGEST = "libtorch, batches padded to the longest";

    private SummaryRows() {}

    static List<Row> all() {
        return Stream.of(products(), attention(), training(), inference(), memory(), tokenizer()).flatMap(s -> s).toList();
    }

    private static Row row(Topic topic, String work, String peer, String works, int threads, Pair.Choice choice, Goal goal) {
        return new Row(topic, work, peer, Pattern.compile(works), threads, choice, goal);
    }

    private static Stream<Row> products() {
        return Stream.of(
                row(Topic.PRODUCTS, "products of a training step, 1 thread", NATIVE_PRODUCTS, TRAINING_PRODUCTS, 1,
                        Pair.Choice.bestOfOthers(), PRODUCTS),
                row(Topic.PRODUCTS, "products of a training step, 2 threads", NATIVE_PRODUCTS, TRAINING_PRODUCTS, 2,
                        Pair.Choice.bestOfOthers(), PRODUCTS),
                row(Topic.PRODUCTS, "1 to 32 rows, weights packed before", NATIVE_PRODUCTS, ENCODER + FEW_ROWS + " kept", 0,
                        Pair.Choice.bestOfOthers(), Goal.median(1.1, 0.9)),
                row(Topic.PRODUCTS, "1 to 32 rows, weights packed in the call", NATIVE_PRODUCTS, ENCODER + FEW_ROWS, 0,
                        Pair.Choice.bestOfOthers(), Goal.median(1.3, 1.1)));
    }

    private static Stream<Row> attention() {
        return Stream.of(
                row(Topic.ATTENTION, "batched products inside attention, alone", "oneDNN",
                        "\\S+ (scores|values|gradient of values) .*", 0, Pair.Choice.bestOfOthers(), Goal.median(1.2, 1.0)),
                row(Topic.ATTENTION, "attention as a whole, forward", "oneDNN", "\\S+ attention \\d+x\\d+, .*", 0,
                        Pair.Choice.bestOfOthers(), Goal.NONE));
    }

    private static Stream<Row> training() {
        return Stream.of(
                step("BERT-base", "bert-base", "libtorch", "libtorch", Goal.median(0.75, 0.60)),
                step("BERT-base", "bert-base", "libtorch, tuned by hand", "libtorch-fastest", Goal.NONE),
                step("MiniLM", "minilm", "libtorch", "libtorch", Goal.median(0.62, 0.50)),
                step("MiniLM", "minilm", "libtorch, tuned by hand", "libtorch-fastest", Goal.NONE),
                epoch(PADDED_TO_LONGEST, "libtorch-longest", Goal.median(0.50, 0.35)),
                epoch(PADDED_TO_LONGEST + ", tuned by hand", "libtorch-fastest-longest", Goal.NONE),
                epoch("libtorch, batches padded to 128", "libtorch-128", Goal.median(0.15, 0.10)),
                peakMemory("", "lathe"), peakMemory(", tight heap", "lathe, tight heap"),
                tokenCost("BERT-base", "bert-base", Goal.worst(1.25, 1.15)),
                tokenCost("MiniLM", "minilm", Goal.worst(1.45, 1.30)),
                twoThreads("BERT-base", "bert-base"), twoThreads("MiniLM", "minilm"));
    }

    private static Row step(String model, String label, String peer, String engine, Goal goal) {
        return row(Topic.TRAINING, "training step, " + model + ", 16 x 128, dropout 0.1", peer, label + "/16x128/0\\.1", 0,
                Pair.Choice.named("lathe", engine), goal);
    }

    private static Row epoch(String peer, String engine, Goal goal) {
        return row(Topic.TRAINING, "a part of an epoch on review sentences, MiniLM", peer, ".* of an epoch of .*", 0,
                Pair.Choice.named("lathe", engine), goal);
    }

    private static Row peakMemory(String heap, String engine) {
        return row(Topic.TRAINING, "peak memory of a BERT-base step, 16 x 128" + heap, "libtorch", "memory, bert-base/.*", 0,
                Pair.Choice.named(engine, "libtorch"), Goal.median(0.75, 0.60));
    }

    private static Row tokenCost(String model, String label, Goal goal) {
        return row(Topic.TRAINING, "2,048 tokens in sequences of 16 to 512, " + model, "itself, sequences of 128",
                label + ", training step of 2048 tokens", 0, Pair.Choice.eachOverFirst(), goal);
    }

    /// At least 1.75 times as fast, and 1.85 if all goes well.
    private static Row twoThreads(String model, String label) {
        return row(Topic.TRAINING, "training step, " + model + ", two threads", "itself, one thread", label + "/16x128/0\\.1", 2,
                Pair.Choice.named("lathe", "lathe-one-thread"), Goal.median(1 / 1.75, 1 / 1.85));
    }

    private static Stream<Row> inference() {
        return Stream.of(
                batches("1 thread", 1), batches("2 threads", 2),
                row(Topic.INFERENCE, "LangChain4j's `EmbeddingModel` of MiniLM, review sentences", "LangChain4j's own, on ONNX Runtime",
                        "\\d+ segments", 2, Pair.Choice.named("lathe", "langchain4j"), Goal.median(1.0, 0.8)),
                row(Topic.INFERENCE, "MiniLM over HTTP, 64 connections, texts of mixed length", "ONNX Runtime behind the same server",
                        "\\d+ texts, \\d+ connections", 2, Pair.Choice.named("lathe", "onnxruntime"), Goal.median(1 / 1.1, 0.8)),
                file("unsorted lines", "onnxruntime, unsorted", Goal.median(0.6, 0.4)),
                file("lines sorted by length", "onnxruntime, sorted", Goal.median(0.9, 0.75)),
                start("", "lathe", "as its jar is", "onnxruntime"),
                start(", archive of classes", "lathe-archive", "unpacked and with archive", "onnxruntime-ready"));
    }

    private static Row batches(String label, int threads) {
        return row(Topic.INFERENCE, "MiniLM, sentences to vectors, " + label, "ONNX Runtime", "\\d+x\\d+", threads,
                Pair.Choice.named("lathe", "onnxruntime"), INFERENCE);
    }

    private static Row file(String label, String engine, Goal goal) {
        return row(Topic.INFERENCE, "`lathe embed` of a file, tokenization and all", "ONNX Runtime, " + label,
                "a file of .*", 0, Pair.Choice.named("lathe embed", engine), goal);
    }

    private static Row start(String how, String ours, String peerHow, String theirs) {
        return row(Topic.INFERENCE, "start of a process to its first vector" + how, "ONNX Runtime, " + peerHow,
                "first vector of a process", 0, Pair.Choice.named(ours, theirs), Goal.median(1.0, 0.7));
    }

    private static Stream<Row> memory() {
        return Stream.of(
                row(Topic.MEMORY, "LayerNorm, GELU, AdamW, cross-entropy", "copying as many bytes",
                        "(layer-norm|gelu|adam-w|cross-entropy) .*", 2, Pair.Choice.named("lathe", "copy"), Goal.median(1.25, 1.1)),
                row(Topic.MEMORY, "softmax", "copying as many bytes", "softmax .*", 2, Pair.Choice.named("lathe", "copy"),
                        Goal.median(1.6, 1.25)),
                row(Topic.MEMORY, "gradients and other kernels of this kind", "copying as many bytes",
                        "(?!(layer-norm|gelu|adam-w|cross-entropy|softmax) ).*", 2, Pair.Choice.named("lathe", "copy"), Goal.NONE));
    }

    /// Three times as fast, one and a half times on many languages.
    private static Stream<Row> tokenizer() {
        return Stream.of(tokenizing("English", "english", 1 / 3.0), tokenizing("many languages", "multilingual", 1 / 1.5));
    }

    private static Row tokenizing(String label, String texts, double must) {
        return row(Topic.TOKENIZER, "tokenizing, " + label + ", 1 thread", "the native tokenizer's fastest call",
                "tokenizing, " + texts, 1, Pair.Choice.best("native"), Goal.median(must, must));
    }
}
