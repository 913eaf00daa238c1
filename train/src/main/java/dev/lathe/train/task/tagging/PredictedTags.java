package dev.lathe.train.task.tagging;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.evaluate.calibration.ScoredClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tags of whole sentences, gathered from their windows.
///
/// A word of which the tokenizer leaves nothing, such as a lone space, is in neither the true tags nor the predicted ones:
/// the model cannot see it, and it must not cost the entity around it.
final class PredictedTags {
    private final List<String> labels;
    private final List<Words> sentences = new ArrayList<>();
    private final Map<TaggedSentence, Words> bySentence = new IdentityHashMap<>();

    /// The tags of a sentence's words, by the words' numbers.
    private record Words(TreeMap<Integer, String> gold, TreeMap<Integer, String> predicted, TreeMap<Integer, Scored> scored) {}

    /// @param gold the right label
    /// @param logits of all labels
    private record Scored(int gold, float[] logits) {}

    /// @param windows of all sentences, in their order
    /// @param labels the model's, by their ids
    PredictedTags(List<TaggedWindow> windows, List<String> labels) {
        this.labels = labels;
        for (TaggedWindow window : windows) {
            bySentence.computeIfAbsent(window.sentence(), _ -> {
                sentences.add(new Words(new TreeMap<>(), new TreeMap<>(), new TreeMap<>()));
                return sentences.getLast();
            });
        }
    }

    /// Takes each word's best tag.
    ///
    /// @param windows of a batch
    /// @param logits their scores, `[tokens,labels]`
    void read(List<TaggedWindow> windows, Tensor logits) {
        read(windows, logits.toArray());
    }

    /// As above, of scores row by row.
    void read(List<TaggedWindow> windows, float[] scores) {
        int row = 0;
        for (TaggedWindow window : windows) {
            Words words = bySentence.get(window.sentence());
            int next = 0;
            for (int label : window.labels()) {
                if (label != CrossEntropyOp.IGNORE_INDEX) {
                    int word = window.words()[next++];
                    // The label's own name, which the data may have written as its number.
                    words.gold().put(word, labels.get(label));
                    words.predicted().put(word, labels.get(best(scores, row * labels.size())));
                    words.scored().put(word, new Scored(
                            label, Arrays.copyOfRange(scores, row * labels.size(), (row + 1) * labels.size())));
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

    /// The true tags of the words of each sentence that the model has read, in the order of the data.
    List<List<String>> gold() {
        return sentences.stream().map(words -> List.copyOf(words.gold().values())).toList();
    }

    /// What each label of each word got, sentence after sentence.
    ScoredClasses scored() {
        List<Scored> words = sentences.stream().flatMap(sentence -> sentence.scored().values().stream()).toList();
        var logits = new float[words.size() * labels.size()];
        for (int i = 0; i < words.size(); i++) {
            System.arraycopy(words.get(i).logits(), 0, logits, i * labels.size(), labels.size());
        }
        return new ScoredClasses(logits, words.stream().mapToInt(Scored::gold).toArray(), labels);
    }

    /// As many predicted ones.
    List<List<String>> predicted() {
        return sentences.stream().map(words -> List.copyOf(words.predicted().values())).toList();
    }
}
