package dev.lathe.bench.tokenizer;

import dev.lathe.tokenizer.BatchEncoder;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.util.List;

/// Our tokenizer: an object a text, the same by several threads, and into reused arrays.
final class LatheContenders {
    private LatheContenders() {}

    static Contender oneByOne(WordPieceTokenizer tokenizer) {
        return new Contender("lathe", texts -> {
            long tokens = 0;
            for (String text : texts) {
                tokens += tokenizer.encode(text).size();
            }
            return tokens;
        });
    }

    static Contender threads(WordPieceTokenizer tokenizer, int threads) {
        return new Contender("lathe-%d-threads".formatted(threads),
                texts -> size(tokenizer.encodeAll(texts, Truncation.NONE, threads)));
    }

    static Contender batch(WordPieceTokenizer tokenizer) {
        BatchEncoder encoder = tokenizer.batchEncoder();
        return new Contender("lathe-arrays", texts -> {
            encoder.encode(texts, Integer.MAX_VALUE);
            return encoder.tokenCount();
        });
    }

    private static long size(List<Encoding> encodings) {
        return encodings.stream().mapToLong(Encoding::size).sum();
    }
}
