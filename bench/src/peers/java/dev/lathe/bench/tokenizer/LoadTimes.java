package dev.lathe.bench.tokenizer;

import dev.lathe.bench.Spread;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// How long it takes to load a vocabulary, in milliseconds.
///
/// @param file  what was loaded
/// @param warm  again and again in one virtual machine
/// @param fresh the first time in a new one, its own start not counted
record LoadTimes(Path file, Spread warm, Spread fresh) {
    private static final int WARM_UP = 20;

    static LoadTimes of(Path file, int rounds) throws IOException {
        double[] warm = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            double milliseconds = load(file);
            if (round >= 0) {
                warm[round] = milliseconds;
            }
        }
        double[] fresh = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            fresh[round] = loadFresh(file);
        }
        return new LoadTimes(file, Spread.of(warm), Spread.of(fresh));
    }

    static double load(Path file) throws IOException {
        long start = System.nanoTime();
        WordPieceTokenizer tokenizer = file.toString().endsWith(".txt")
                ? WordPieceTokenizer.fromVocab(file, TokenizerOptions.uncased())
                : WordPieceTokenizer.fromTokenizerJson(file);
        double milliseconds = (System.nanoTime() - start) / 1e6;
        if (tokenizer.vocabulary().size() == 0) {
            throw new IllegalStateException(file + ": nothing was loaded");
        }
        return milliseconds;
    }

    private static double loadFresh(Path file) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(List.of(java, "-cp", System.getProperty("java.class.path"),
                FreshLoad.class.getName(), file.toString())).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return Double.parseDouble(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }
}
