package dev.lathe.train.task.maskedlm;

import dev.lathe.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A text whose words can be masked.
///
/// No record: its components are arrays. Treat those as read-only.
final class MaskableText {
    private final int[] ids;
    private final int[] typeIds;
    private final List<int[]> words;

    private MaskableText(int[] ids, int[] typeIds, List<int[]> words) {
        this.ids = ids;
        this.typeIds = typeIds;
        this.words = words;
    }

    /// @param wholeWords whether the tokens of a word are masked together
    static MaskableText of(Encoding encoding, boolean wholeWords) {
        var words = new ArrayList<int[]>();
        for (int from = 0; from < encoding.size(); ) {
            int to = from + 1;
            while (wholeWords && to < encoding.size() && isSameWord(encoding, from, to)) {
                to++;
            }
            if (!encoding.isSpecial(from)) {
                int first = from;
                int[] tokens = new int[to - from];
                Arrays.setAll(tokens, i -> first + i);
                words.add(tokens);
            }
            from = to;
        }
        return new MaskableText(encoding.ids(), encoding.typeIds(), List.copyOf(words));
    }

    private static boolean isSameWord(Encoding encoding, int a, int b) {
        return !encoding.isSpecial(a) && encoding.sequenceId(a) == encoding.sequenceId(b)
                && encoding.wordId(a) == encoding.wordId(b);
    }

    int[] ids() {
        return ids;
    }

    int[] typeIds() {
        return typeIds;
    }

    /// The positions of tokens that are masked together, for each of the units that may be.
    List<int[]> words() {
        return words;
    }
}
