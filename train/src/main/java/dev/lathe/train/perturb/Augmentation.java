package dev.lathe.train.perturb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How copies of training texts are changed, word by word. Source: Wei and Zou, 2019 (EDA), with typing errors.
///
/// @param delete share of words that are left out, 0 to less than 1
/// @param swap share of words in which two neighbouring letters are exchanged
/// @param keyboard share of words in which the key beside one is hit
/// @param synonyms what known words are replaced by, a tenth of them; empty for none
/// @param swaps words of groups of people, of which each that is known is replaced; empty for none
/// @param words as the option has it, for the run's record
public record Augmentation(double delete, double swap, double keyboard, Optional<Synonyms> synonyms, Optional<WordSwaps> swaps, String words) {
    private static final double SYNONYMS = 0.1;

    /// Without swaps.
    public Augmentation(double delete, double swap, double keyboard, Optional<Synonyms> synonyms, String words) {
        this(delete, swap, keyboard, synonyms, Optional.empty(), words);
    }

    public Augmentation {
        share("delete", delete);
        share("swap", swap);
        share("keyboard", keyboard);
        if (delete + swap + keyboard == 0 && synonyms.isEmpty() && swaps.isEmpty()) {
            throw new IllegalArgumentException("augment %s: changes nothing".formatted(words));
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("augment %s=%s: needs 0 or more and less than 1".formatted(name, value));
        }
    }

    /// A changed copy of a text. One word at least is left.
    public String changed(String text, Draws draws) {
        SplitText split = SplitText.of(text);
        int left = split.words().size();
        for (int i = 0; i < split.words().size(); i++) {
            Optional<String> word = changedWord(split.words().get(i), left > 1, draws);
            if (word.isPresent()) {
                left -= word.get().isEmpty() ? 1 : 0;
                split = split.with(i, word.get());
            }
        }
        return split.toString();
    }

    /// What becomes of a word: empty text if it is left out; nothing if it stays.
    ///
    /// @param mayGo whether it may be left out
    public Optional<String> changedWord(String word, boolean mayGo, Draws draws) {
        Optional<String> swapped = swaps.flatMap(pairs -> pairs.of(word));
        if (swapped.isPresent()) {
            return swapped;
        }
        double chance = draws.share();
        if (chance < delete) {
            return mayGo ? Optional.of("") : Optional.empty();
        }
        var choices = new ArrayList<Optional<String>>();
        choices.add(draws.share() < swap ? WordEdits.one(WordEdits.swaps(word), draws) : Optional.empty());
        choices.add(draws.share() < keyboard ? WordEdits.one(WordEdits.slips(word), draws) : Optional.empty());
        List<String> known = synonyms.map(all -> all.of(word)).orElse(List.of());
        choices.add(draws.share() < SYNONYMS ? WordEdits.one(known, draws) : Optional.empty());
        // A synonym is whole: no error goes into it.
        return choices.reversed().stream().flatMap(Optional::stream).findFirst();
    }
}
