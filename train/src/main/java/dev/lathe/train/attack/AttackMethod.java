package dev.lathe.train.attack;

import dev.lathe.train.perturb.Draws;
import dev.lathe.train.perturb.Synonyms;
import dev.lathe.train.perturb.WordEdits;
import java.util.ArrayList;
import java.util.List;

/// What an attack does to a word.
public sealed interface AttackMethod {
    /// As `--method` has it.
    String name();

    /// What the word may become, each to be tried; none to leave it alone.
    List<String> candidates(String word, Draws draws);

    /// Neighbouring letters are exchanged. Source: Gao et al., 2018 (DeepWordBug); Pruthi, Dhingra and Lipton, 2019.
    record CharSwap() implements AttackMethod {
        /// Tries a word.
        private static final int MOST = 4;

        @Override
        public String name() {
            return "charswap";
        }

        @Override
        public List<String> candidates(String word, Draws draws) {
            var left = new ArrayList<>(WordEdits.swaps(word));
            var chosen = new ArrayList<String>();
            while (!left.isEmpty() && chosen.size() < MOST) {
                chosen.add(left.remove(draws.below(left.size())));
            }
            return chosen;
        }
    }

    /// A synonym stands in its place. Source: Jin et al., 2020 (TextFooler).
    record Synonym(Synonyms synonyms) implements AttackMethod {
        @Override
        public String name() {
            return "synonym";
        }

        @Override
        public List<String> candidates(String word, Draws draws) {
            return synonyms.of(word).stream().filter(other -> !other.isEmpty() && !other.equals(word)).toList();
        }
    }

    /// It is left out. Source: Feng et al., 2018 (input reduction).
    record Delete() implements AttackMethod {
        @Override
        public String name() {
            return "delete";
        }

        @Override
        public List<String> candidates(String word, Draws draws) {
            return List.of("");
        }
    }
}
