package dev.lathe.bench.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The native tokenizer: as its Java wrapper is used, and with as little of the wrapper as can be.
final class NativeContenders {
    private NativeContenders() {}

    static HuggingFaceTokenizer open(Path json) throws IOException {
        return HuggingFaceTokenizer.newInstance(json, new HashMap<>(Map.of("padding", "false", "truncation", "false")));
    }

    static Contender oneByOne(HuggingFaceTokenizer tokenizer) {
        return new Contender("native", texts -> {
            long tokens = 0;
            for (String text : texts) {
                tokens += tokenizer.encode(text, true, false).getIds().length;
            }
            return tokens;
        });
    }

    static Contender batch(HuggingFaceTokenizer tokenizer) {
        return new Contender("native-batch", texts -> {
            long tokens = 0;
            for (Encoding encoding : tokenizer.batchEncode(texts, true, false)) {
                tokens += encoding.getIds().length;
            }
            return tokens;
        });
    }

    /// One call across the border for all texts, then the ids alone: the least that leaves a user with something.
    static Contender batchOfIds(HuggingFaceTokenizer tokenizer) {
        return new Contender("native-batch-ids", texts -> {
            long[] handles = TokenizersLibrary.LIB.batchEncode(tokenizer.getHandle(), texts.toArray(String[]::new), true);
            long tokens = 0;
            for (long handle : handles) {
                tokens += TokenizersLibrary.LIB.getTokenIds(handle).length;
                TokenizersLibrary.LIB.deleteEncoding(handle);
            }
            return tokens;
        });
    }

    static int[] ids(HuggingFaceTokenizer tokenizer, String text) {
        long[] ids = tokenizer.encode(text, true, false).getIds();
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }
}
