package dev.lathe.train.run;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.perturb.Augmentation;
import dev.lathe.train.perturb.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Training examples, each once as it is and, where that changes anything, once more with its text changed and its label kept.
///
/// Of a tagged sentence only words without a chunk, tagged `O`, are left out. Of a pair the first text is changed.
record AugmentedData(Augmentation augmentation, long seed) {
    /// Whether examples of a type are among those that can be changed.
    static boolean isFor(Class<? extends Example> type) {
        return type == TextExample.class || type == MultiLabelExample.class || type == TaggedSentence.class;
    }

    <E extends Example> Dataset<E> of(Dataset<E> train, Class<E> type) {
        var copies = new ArrayList<E>();
        for (int i = 0; i < train.size(); i++) {
            E example = train.examples().get(i);
            Example copy = changed(example, new Draws(seed, i));
            if (!copy.content().equals(example.content())) {
                copies.add(type.cast(copy));
            }
        }
        return train.followedBy(copies);
    }

    /// What the copies cost: they are learnt beside the texts, in steps of their own. What they do to the scores is seen beside a run without.
    ///
    /// @param texts without copies
    /// @param all with them
    static String price(int texts, int all) {
        return "augment: %d copies beside %d texts, %s %% of an epoch's texts, and about as much of its steps and time".formatted(
                all - texts, texts, FixedPoint.of(100.0 * (all - texts) / all, 1));
    }

    private Example changed(Example example, Draws draws) {
        return switch (example) {
            case TextExample e -> new TextExample(
                    e.source(), augmentation.changed(e.text(), draws), e.textPair(), e.label(), e.group());
            case MultiLabelExample e -> new MultiLabelExample(
                    e.source(), augmentation.changed(e.text(), draws), e.textPair(), e.labels(), e.decisions());
            case TaggedSentence e -> changed(e, draws);
            default -> throw new IllegalStateException("augment: a " + example.getClass().getSimpleName());
        };
    }

    private TaggedSentence changed(TaggedSentence sentence, Draws draws) {
        List<String> tokens = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < sentence.tokens().size(); i++) {
            String token = sentence.tokens().get(i);
            boolean mayGo = sentence.tags().get(i).equals("O") && sentence.tokens().size() > tokens.size() + 1;
            Optional<String> word = augmentation.changedWord(token, mayGo && !tokens.isEmpty(), draws);
            if (!word.equals(Optional.of(""))) {
                tokens.add(word.orElse(token));
                tags.add(sentence.tags().get(i));
            }
        }
        return new TaggedSentence(sentence.source(), false, tokens, tags);
    }
}
