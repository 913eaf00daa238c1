package dev.lathe.trust.explain.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A number shared out over the words of a text.
///
/// @param words a score for each
/// @param rest what falls to special tokens; 0 for methods that see words only
/// @param tokens a score for each token; empty for methods that see words only
/// @param tables by word, the part of its score that comes from each table; empty for methods without
/// @param from the number at what is compared with
/// @param to the number of the text
public record Attribution(
        List<Double> words, double rest, List<Double> tokens, Map<Embedded.Table, List<Double>> tables, double from, double to) {
    public Attribution {
        words = List.copyOf(words);
        tokens = List.copyOf(tokens);
        tables = Map.copyOf(tables);
    }

    /// Of words alone.
    public static Attribution ofWords(double[] words, double from, double to) {
        return new Attribution(boxed(words), 0, List.of(), Map.of(), from, to);
    }

    /// Of tokens: a word's score is the sum of its tokens'.
    static Attribution ofTokens(ExplainedText text, double[] tokens, double from, double to) {
        double[] special = tokens.clone();
        text.words().forEach(word -> Arrays.fill(special, word.firstToken(), word.endToken(), 0));
        return new Attribution(boxed(words(text, tokens)), sum(special), boxed(tokens), Map.of(), from, to);
    }

    Attribution withTables(ExplainedText text, SequencedMap<Embedded.Table, double[]> byToken) {
        var tables = new TreeMap<Embedded.Table, List<Double>>();
        byToken.forEach((table, scores) -> tables.put(table, boxed(words(text, scores))));
        return new Attribution(words, rest, tokens, tables, from, to);
    }

    /// How far the scores' sum is from the difference that they are to explain, as a share of it.
    ///
    /// Source: Sundararajan et al., 2017, section 3, "completeness". Means something for methods that promise it.
    public double completenessError() {
        double sum = rest;
        for (double word : words) {
            sum += word;
        }
        double difference = to - from;
        return Math.abs(sum - difference) / Math.max(Math.abs(difference), 1e-9);
    }

    private static double[] words(ExplainedText text, double[] tokens) {
        var words = new double[text.words().size()];
        for (int w = 0; w < words.length; w++) {
            Word word = text.words().get(w);
            for (int t = word.firstToken(); t < word.endToken(); t++) {
                words[w] += tokens[t];
            }
        }
        return words;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static List<Double> boxed(double[] values) {
        var list = new ArrayList<Double>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
