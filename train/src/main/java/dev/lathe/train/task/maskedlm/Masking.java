package dev.lathe.train.task.maskedlm;

import dev.lathe.tensor.RandomKey;
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

    private final MaskChoice choice;
    private final int maskId;
    private final int vocabularySize;

    /// @throws IllegalStateException if the tokenizer has no mask
    Masking(MaskChoice choice, Tokenizer tokenizer) {
        this.choice = choice;
        this.maskId = tokenizer.maskId();
        this.vocabularySize = tokenizer.vocabulary().size();
    }

    boolean wholeWords() {
        return choice.wholeWords();
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
            Draw.block(key, at, example, TOKEN_SITE, words);
            double kind = Integer.toUnsignedLong(words[0]) / WORDS_OF_32_BITS;
            if (kind < HIDDEN) {
                ids[at] = maskId;
            } else if (kind < HIDDEN_OR_REPLACED) {
                ids[at] = Draw.below(words[1], words[2], vocabularySize);
            }
        }
        return new MaskedText(ids, text.typeIds(), positions, originals);
    }

    /// Words in a random order until the share is reached; one that would exceed it is passed over.
    private int[] chosen(MaskableText text, RandomKey key, int example) {
        List<int[]> words = text.words();
        int tokens = words.stream().mapToInt(word -> word.length).sum();
        long wanted = Math.max(1, Math.round(tokens * choice.share()));
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
            Draw.block(key, i, example, ORDER_SITE, words);
            int j = Draw.below(words[0], words[1], i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
