package dev.lathe.train.task.maskedlm;

import dev.lathe.tensor.RandomKey;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.train.data.text.Document;
import dev.lathe.train.task.CutTexts;
import java.util.ArrayList;
import java.util.List;

/// Documents as pairs of texts, of which the second follows the first in every other case, on average, and comes from another document
/// in the rest.
///
/// Source: Devlin et al., 2019, section 3.1, task 2, and appendix A.2.
final class SentencePairs {
    private static final int SITE = 0x6D61736E;

    private final List<Document> documents;
    private final int[][] tokens;
    private final int room;

    /// A pair of texts, each of one or more sentences.
    ///
    /// @param follows whether the second follows the first
    record Pair(String first, String second, boolean follows) {}

    /// Two or more neighbouring sentences of a document: as many as the model reads at once.
    ///
    /// @param from the first sentence
    /// @param to behind the last
    record Segment(SentencePairs pairs, int document, int from, int to) {
        /// One of its ways to become a pair.
        ///
        /// @param example its number among those of the same key
        Pair draw(RandomKey key, int example) {
            return pairs.draw(this, key, example);
        }
    }

    /// @param maxLength tokens of a pair, special ones included
    /// @throws dev.lathe.train.data.rows.DataException if there is one document only
    SentencePairs(List<Document> documents, Tokenizer tokenizer, int maxLength) {
        if (documents.size() < 2) {
            throw documents.getFirst().source().error(
                    "the only document: pre-training needs two or more, which blank lines part, for pairs that do not follow one another");
        }
        int special = tokenizer.encode("", "").size();
        int alone = tokenizer.encode("").size();
        this.documents = documents;
        this.room = maxLength - special;
        tokens = documents.stream()
                .map(document -> document.sentences().stream().mapToInt(text -> tokenizer.encode(text).size() - alone).toArray())
                .toArray(int[][]::new);
    }

    /// All documents in segments that fill what the model reads. A document of one sentence has none: it is only what does not follow.
    ///
    /// @throws dev.lathe.train.data.rows.DataException if no document has two sentences
    List<Segment> segments() {
        var segments = new ArrayList<Segment>();
        for (int document = 0; document < tokens.length; document++) {
            int sentences = tokens[document].length;
            for (int from = 0; from < sentences; ) {
                int to = end(document, from);
                if (to == sentences && to - from == 1) {
                    // The last one alone: beside the one before it, which then is in two segments.
                    from = Math.max(0, from - 1);
                }
                if (to - from > 1) {
                    segments.add(new Segment(this, document, from, to));
                }
                from = to;
            }
        }
        if (segments.isEmpty()) {
            throw documents.getFirst().source().error("no document has two sentences, each a line of its own");
        }
        return segments;
    }

    /// Behind the last sentence that fits, or behind the second, which is cut then.
    private int end(int document, int from) {
        int[] sizes = tokens[document];
        int size = 0;
        int to = from;
        while (to < sizes.length && (to - from < 2 || size + sizes[to] <= room)) {
            size += sizes[to++];
        }
        return to;
    }

    private Pair draw(Segment segment, RandomKey key, int example) {
        var words = new int[4];
        Draw.block(key, 0, example, SITE, words);
        List<String> own = documents.get(segment.document).sentences();
        int split = segment.from + 1 + Draw.below(words[0], words[1], segment.to - segment.from - 1);
        boolean follows = words[2] < 0;
        String first = String.join(" ", own.subList(segment.from, split));
        return new Pair(first, follows ? String.join(" ", own.subList(split, segment.to)) : other(segment, split, key, example), follows);
    }

    /// Sentences of another document, from a random one on: as many as fit beside the first text.
    private String other(Segment segment, int split, RandomKey key, int example) {
        var words = new int[4];
        Draw.block(key, 1, example, SITE, words);
        int drawn = Draw.below(words[0], words[1], documents.size() - 1);
        int document = drawn < segment.document ? drawn : drawn + 1;
        int[] sizes = tokens[document];
        int from = Draw.below(words[2], words[3], sizes.length);
        int left = room;
        for (int i = segment.from; i < split; i++) {
            left -= tokens[segment.document][i];
        }
        int to = from + 1;
        left -= sizes[from];
        while (to < sizes.length && sizes[to] <= left) {
            left -= sizes[to++];
        }
        return String.join(" ", documents.get(document).sentences().subList(from, to));
    }

    /// What of sentences is never read, as no pair has room for it.
    CutTexts cutTexts() {
        long sentences = 0;
        long cut = 0;
        long all = 0;
        long lost = 0;
        for (int[] sizes : tokens) {
            for (int size : sizes) {
                int over = Math.max(0, size - (room - 1));
                sentences++;
                cut += over > 0 ? 1 : 0;
                all += size;
                lost += over;
            }
        }
        return new CutTexts(sentences, cut, all, lost);
    }
}
