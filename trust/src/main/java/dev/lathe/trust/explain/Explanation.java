package dev.lathe.trust.explain;

import dev.lathe.bert.predict.TextInput;
import dev.lathe.trust.explain.method.Attribution;
import dev.lathe.trust.explain.method.AttributionMethod;
import dev.lathe.trust.explain.method.Word;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Why a model says something about a text: a score for each word.
///
/// @param input the text, or the question and its context
/// @param said the label that the model gives
/// @param saidScore its probability; of numbers and answers the score itself
/// @param label the one that is explained
/// @param score its probability, as above
/// @param subject what it is a label of, where not of the whole text: a word, or the answer
/// @param method by which the words have their scores
public record Explanation(
        TextInput input, String said, double saidScore, String label, double score, String subject, AttributionMethod method,
        List<Word> words, Attribution attribution) {
    private static final int NAMED = 3;

    public Explanation {
        words = List.copyOf(words);
    }

    /// A word and its score.
    public record Scored(Word word, double score) {}

    /// The words from that with the largest score on, in either direction; of equal ones the first in the text.
    public List<Scored> ranked() {
        return IntStream.range(0, words.size())
                .mapToObj(i -> new Scored(words.get(i), attribution.words().get(i)))
                .sorted(Comparator.comparingDouble((Scored s) -> -Math.abs(s.score())))
                .toList();
    }

    /// In plain words: what the model says, and the words that count most.
    public String sentence() {
        List<Scored> speaking = ranked().stream().filter(s -> s.score() > 0).limit(NAMED).toList();
        List<Scored> against = ranked().stream().filter(s -> s.score() < 0).limit(NAMED).toList();
        var sentence = new StringBuilder("The model says %s%s".formatted(claim(said, saidScore), subject.isEmpty() ? "" : " of '" + subject + "'"));
        if (!label.equals(said)) {
            sentence.append("; for %s".formatted(claim(label, score)));
            sentence.append(speaking.isEmpty() ? " no word speaks" : " speaks mostly " + named(speaking));
        } else if (!method.isSigned()) {
            sentence.append(", depending mostly on ").append(named(speaking));
        } else {
            sentence.append(speaking.isEmpty() ? ", for which no word speaks" : " mostly because of " + named(speaking));
        }
        if (!against.isEmpty()) {
            sentence.append("; against it ").append(named(against));
        }
        return sentence.append('.').toString();
    }

    private static String claim(String label, double score) {
        return String.format(Locale.ROOT, "%s (%.2f)", label, score);
    }

    private static String named(List<Scored> words) {
        return words.stream().map(s -> String.format(Locale.ROOT, "'%s' (%+.3f)", s.word().text(), s.score()))
                .collect(Collectors.joining(", "));
    }
}
