package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.text.AddedTokens;
import dev.lathe.tokenizer.text.CharacterRules;
import dev.lathe.tokenizer.text.TokenScanner;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.text.WordBuffer;
import dev.lathe.tokenizer.text.WordSink;
import dev.lathe.tokenizer.text.WordSplitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// Counts the normalised words of texts. Special tokens are no words, nor is what is too long to be
/// looked up.
final class WordCounter implements WordSink {
    private static final int TEXTS_AT_ONCE = 256;

    private final TokenScanner special;
    private final WordSplitter splitter;
    private final Map<String, Count> counts = new HashMap<>();

    /// A number that grows in its place.
    private static final class Count {
        private long value;
    }

    private WordCounter(CharacterRules rules, AddedTokens special, int maxInputCharsPerWord) {
        this.special = new TokenScanner(special.literal());
        splitter = new WordSplitter(rules, this, maxInputCharsPerWord);
    }

    /// The words in the order of their code points. Sums know no order, so neither the order of the texts
    /// nor the number of threads shows.
    static SortedMap<String, Long> count(
            Iterator<String> texts, TokenizerOptions options, List<AddedToken> special, int threads) {
        var rules = new CharacterRules(options);
        var added = new AddedTokens(special, rules);
        var counters = new ArrayList<WordCounter>();
        for (int thread = 0; thread < threads; thread++) {
            counters.add(new WordCounter(rules, added, options.maxInputCharsPerWord()));
        }
        if (threads == 1) {
            counters.getFirst().takeAll(texts);
        } else {
            try (var executor = Executors.newFixedThreadPool(threads)) {
                takeAll(counters, texts, executor);
            }
        }
        var words = new TreeMap<String, Long>(CodePointOrder.BY_CODE_POINT);
        for (WordCounter counter : counters) {
            counter.counts.forEach((word, count) -> words.merge(word, count.value, Long::sum));
            counter.counts.clear();
        }
        return words;
    }

    private static void takeAll(List<WordCounter> counters, Iterator<String> texts, Executor executor) {
        var running = counters.stream()
                .map(counter -> CompletableFuture.runAsync(() -> counter.takeAll(texts), executor)).toList();
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void takeAll(Iterator<String> texts) {
        var taken = new ArrayList<String>(TEXTS_AT_ONCE);
        do {
            taken.clear();
            synchronized (texts) {
                while (taken.size() < TEXTS_AT_ONCE && texts.hasNext()) {
                    taken.add(texts.next());
                }
            }
            taken.forEach(this::take);
        } while (!taken.isEmpty());
    }

    private void take(String text) {
        special.reset(text);
        while (special.next()) {
            splitter.split(text, special.before(), special.start(), Integer.MAX_VALUE);
        }
        splitter.split(text, special.before(), text.length(), Integer.MAX_VALUE);
    }

    @Override
    public void put(WordBuffer word) {
        if (!word.isTooLong()) {
            counts.computeIfAbsent(word.text(), text -> new Count()).value++;
        }
    }

    @Override
    public int size() {
        return 0;
    }
}
