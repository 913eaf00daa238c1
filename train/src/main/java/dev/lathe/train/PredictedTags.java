package dev.lathe.train;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.op.CrossEntropyOp;
import dev.lathe.train.data.TaggedSentence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The tags of whole sentences, gathered from their windows.
final class PredictedTags {
    /// The tag of words of which the tokenizer leaves nothing, which the model therefore cannot find.
    private static final String UNSEEN = "O";

    private final List<String> labels;
    private final List<TaggedSentence> sentences = new ArrayList<>();
    private final Map<TaggedSentence, String[]> tags = new IdentityHashMap<>();

    /// @param windows of all sentences, in their order
    /// @param labels the model's, by their ids
    PredictedTags(List<TaggedWindow> windows, List<String> labels) {
        this.labels = labels;
        for (TaggedWindow window : windows) {
            tags.computeIfAbsent(window.sentence(), sentence -> {
                sentences.add(sentence);
                var unseen = new String[sentence.tags().size()];
                Arrays.fill(unseen, UNSEEN);
                return unseen;
            });
        }
    }

    /// Takes each word's best tag.
    ///
    /// @param windows of a batch
    /// @param logits their scores, `[tokens,labels]`
    void read(List<TaggedWindow> windows, Tensor logits) {
        float[] scores = logits.toArray();
        int row = 0;
        for (TaggedWindow window : windows) {
            String[] found = tags.get(window.sentence());
            int word = 0;
            for (int label : window.labels()) {
                if (label != CrossEntropyOp.IGNORE_INDEX) {
                    found[window.words()[word++]] = labels.get(best(scores, row * labels.size()));
                }
                row++;
            }
        }
    }

    private int best(float[] scores, int from) {
        int best = 0;
        for (int i = 1; i < labels.size(); i++) {
            if (scores[from + i] > scores[from + best]) {
                best = i;
            }
        }
        return best;
    }

    List<String> labels() {
        return labels;
    }

    /// The true tags of each sentence, in the order of the data.
    List<List<String>> gold() {
        return sentences.stream().map(TaggedSentence::tags).toList();
    }

    /// As many predicted ones.
    List<List<String>> predicted() {
        return sentences.stream().map(sentence -> List.of(tags.get(sentence))).toList();
    }
}
