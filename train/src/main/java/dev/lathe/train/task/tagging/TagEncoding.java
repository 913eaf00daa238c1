package dev.lathe.train.task.tagging;

import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.WindowedText;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.tags.TaggedSentence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How tagged sentences become tokens: a word's tag goes to its first piece, and a sentence that is too long is read in
/// windows that overlap. Each word is judged in the window that shows most of what is around it.
///
/// @param maxLength tokens of a window, special ones included
/// @param stride tokens that neighbouring windows share
record TagEncoding(Tokenizer tokenizer, int maxLength, int stride) {

    /// The windows of a sentence; those in which no word would be judged are left out.
    ///
    /// @throws dev.lathe.train.data.rows.DataException if a tag is unknown, or the tokenizer leaves nothing of any word
    List<TaggedWindow> encode(TaggedSentence sentence, LabelSet labels) {
        int[] tags = labels.idsOf(sentence);
        WindowedText text = tokenizer.windowedWords(sentence.tokens(), maxLength, stride);
        List<TokenSequence> sequences = TokenSequence.all(text.sequences());
        int[] firsts = firstPieces(text);
        var windows = new ArrayList<TaggedWindow>();
        int from = 0;
        // Later tokens are never judged in earlier windows.
        for (int w = 0; w < sequences.size(); w++) {
            int to = from;
            while (to < firsts.length && text.widest(firsts[to]) == w) {
                to++;
            }
            if (to > from) {
                int[] labelled = unlabelled(sequences.get(w).size());
                int[] words = Arrays.stream(firsts, from, to).map(text::wordId).toArray();
                for (int i = from; i < to; i++) {
                    labelled[text.inSequence(w, firsts[i])] = tags[words[i - from]];
                }
                windows.add(new TaggedWindow(sentence, sequences.get(w), labelled, words));
            }
            from = to;
        }
        if (windows.isEmpty()) {
            throw sentence.source().error("the tokenizer leaves nothing of the sentence's words; leave it out");
        }
        return windows;
    }

    private static int[] unlabelled(int tokens) {
        var labels = new int[tokens];
        Arrays.fill(labels, CrossEntropyOp.IGNORE_INDEX);
        return labels;
    }

    /// The tokens with which words begin.
    private static int[] firstPieces(WindowedText text) {
        return IntStream.range(0, text.tokens())
                .filter(token -> token == 0 || text.wordId(token) != text.wordId(token - 1))
                .toArray();
    }
}
