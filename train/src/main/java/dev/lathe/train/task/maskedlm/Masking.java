package dev.lathe.train.task.maskedlm;

import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.device.Philox;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.train.data.Permutation;
import java.util.Arrays;
import java.util.List;

/// Chooses the words of a text that are to be guessed, and hides them.
///
/// Of the tokens a share is chosen, at least one. Of those chosen 80 % become `[MASK]`, 10 % another token of the
/// vocabulary and 10 % stay as they are, so that the model cannot rely on what it reads. All choices are counted from
/// key and example. Source: Devlin et al., 2019, section 3.1 and appendix A.1.
final class Masking {
    /// The generator's sites: far from those of dropout, which count from 0.
    private static final int ORDER_SITE = 0x6D61736B;
    private static final int TOKEN_SITE = 0x6D61736C;

    private static final double HIDDEN = 0.8;
    private static final double HIDDEN_OR_REPLACED = 0.9;
    private static final double WORDS_OF_32_BITS = 0x1p32;

    private final double share;
    private final boolean wholeWords;
    private final int maskId;
    private final int vocabularySize;

    /// @param share of the tokens that are chosen
    /// @param wholeWords whether the tokens of a word are chosen together
    /// @throws IllegalStateException if the tokenizer has no mask
    Masking(double share, boolean wholeWords, Tokenizer tokenizer) {
        this.share = share;
        this.wholeWords = wholeWords;
        this.maskId = tokenizer.maskId();
        this.vocabularySize = tokenizer.vocabulary().size();
    }

    boolean wholeWords() {
        return wholeWords;
    }

    /// Masks a text.
    ///
    /// @param example its number among those of the same key
    MaskedText apply(MaskableText text, RandomKey key, int example) {
        int[] positions = chosen(text, key, example);
        int[] ids = text.ids().clone();
        int[] originals = Arrays.stream(positions).map(at -> ids[at]).toArray();
        var words = new int[4];
        for (int at : positions) {
            block(key, at, example, TOKEN_SITE, words);
            double kind = Integer.toUnsignedLong(words[0]) / WORDS_OF_32_BITS;
            if (kind < HIDDEN) {
                ids[at] = maskId;
            } else if (kind < HIDDEN_OR_REPLACED) {
                ids[at] = below(words[1], words[2], vocabularySize);
            }
        }
        return new MaskedText(ids, text.typeIds(), positions, originals);
    }

    /// Words in a random order until the share is reached; one that would exceed it is passed over.
    private int[] chosen(MaskableText text, RandomKey key, int example) {
        List<int[]> words = text.words();
        int tokens = words.stream().mapToInt(word -> word.length).sum();
        long wanted = Math.max(1, Math.round(tokens * share));
        var chosen = new int[tokens];
        int count = 0;
        for (int next : order(words.size(), key, example)) {
            int[] word = words.get(next);
            if (count == 0 || count + word.length <= wanted) {
                System.arraycopy(word, 0, chosen, count, word.length);
                count += word.length;
            }
            if (count >= wanted) {
                break;
            }
        }
        int[] positions = Arrays.copyOf(chosen, count);
        Arrays.sort(positions);
        return positions;
    }

    /// The shuffle of Fisher and Yates.
    private static int[] order(int size, RandomKey key, int example) {
        int[] order = Permutation.identity(size);
        var words = new int[4];
        for (int i = size - 1; i > 0; i--) {
            block(key, i, example, ORDER_SITE, words);
            int j = below(words[0], words[1], i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private static void block(RandomKey key, int index, int example, int site, int[] words) {
        Philox.block(
                Philox.key0(key.seed()), Philox.key1(key.seed(), key.step()), index, 0, example, site, words, 0);
    }

    /// One of 0 to `bound - 1`, by the high half of a product, which is even to within bound / 2^64.
    private static int below(int high, int low, int bound) {
        long random = Integer.toUnsignedLong(high) << 32 | Integer.toUnsignedLong(low);
        return (int) Math.unsignedMultiplyHigh(random, bound);
    }
}
