package dev.lathe.train.attack;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.perturb.Draws;
import dev.lathe.train.perturb.SplitText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Looks for the few words with which a classifier is misled.
///
///     AttackReport report = new WordAttack(classifier, new AttackMethod.CharSwap(), 3, 42).run(examples, Progress.NONE);
///
/// Words are tried in the order of their importance: by how much less probable the right label is without them. Of each word's
/// candidates the one is kept that makes the right label least probable, until the model is wrong or the budget is spent. Of a pair
/// the first text is changed. The same seed gives the same attack.
///
/// Source: Jin et al., 2020, algorithm 1, without its test of meaning; Gao et al., 2018.
public final class WordAttack {
    private final TextClassifier model;
    private final AttackMethod method;
    private final int budget;
    private final long seed;

    /// Hears how far an attack has come.
    @FunctionalInterface
    public interface Progress {
        /// Nobody hears of it.
        Progress NONE = (_, _) -> { };

        void at(int done, int texts);
    }

    /// @param budget words that may be changed of a text, 1 or more
    /// @throws IllegalArgumentException if it is less
    public WordAttack(TextClassifier model, AttackMethod method, int budget, long seed) {
        if (budget < 1) {
            throw new IllegalArgumentException("budget %d: needs at least 1".formatted(budget));
        }
        this.model = model;
        this.method = method;
        this.budget = budget;
        this.seed = seed;
    }

    /// Attacks each text.
    ///
    /// @param examples one or more, with labels of the model
    public AttackReport run(List<TextExample> examples, Progress progress) {
        var attacked = new ArrayList<AttackedText>();
        for (int i = 0; i < examples.size(); i++) {
            attacked.add(new Attempt(examples.get(i), new Draws(seed, i)).run(i + 1));
            progress.at(i + 1, examples.size());
        }
        return new AttackReport(method.name(), budget, attacked);
    }

    /// The attack on one text.
    private final class Attempt {
        private final TextExample example;
        private final Draws draws;
        private SplitText text;
        private Prediction said;
        private int queries;
        private int changed;

        Attempt(TextExample example, Draws draws) {
            this.example = example;
            this.draws = draws;
            this.text = SplitText.of(example.text());
            this.said = ask(List.of(text)).getFirst();
        }

        AttackedText run(int row) {
            String before = said.label();
            if (isRight()) {
                for (int word : byImportance()) {
                    if (isRight() && changed < budget) {
                        attack(word);
                    }
                }
            }
            return new AttackedText(row, example, before, said.label(), text.toString(), changed, queries);
        }

        private boolean isRight() {
            return said.label().equals(example.label());
        }

        private double score(Prediction prediction) {
            return prediction.scores().get(example.label());
        }

        private List<Integer> byImportance() {
            int words = text.words().size();
            List<Prediction> without = ask(IntStream.range(0, words).mapToObj(i -> text.with(i, "")).toList());
            return IntStream.range(0, words).boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> score(without.get(i))).thenComparing(Comparator.naturalOrder()))
                    .toList();
        }

        private void attack(int word) {
            List<SplitText> candidates = method.candidates(text.words().get(word), draws).stream()
                    .map(other -> text.with(word, other)).toList();
            List<Prediction> answers = ask(candidates);
            int best = -1;
            for (int i = 0; i < answers.size(); i++) {
                double least = best < 0 ? score(said) : score(answers.get(best));
                best = score(answers.get(i)) < least ? i : best;
            }
            if (best >= 0) {
                text = candidates.get(best);
                said = answers.get(best);
                changed++;
            }
        }

        private List<Prediction> ask(List<SplitText> texts) {
            queries += texts.size();
            return texts.isEmpty() ? List.of() : model.predictAll(texts.stream().map(one -> input(one.toString())).toList());
        }

        private TextInput input(String first) {
            return example.textPair() == null ? TextInput.of(first) : TextInput.of(first, example.textPair());
        }
    }
}
