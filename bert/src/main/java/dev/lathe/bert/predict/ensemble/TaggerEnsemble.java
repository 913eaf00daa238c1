package dev.lathe.bert.predict.ensemble;

import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.EntityFinder;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.tokenizer.WindowedText;
import java.util.ArrayList;
import java.util.List;

/// Several taggers that find entities together: by the mean of their probabilities of each token's labels, in double precision.
///
/// They must have the same labels, in any order, and split texts in the same way.
public final class TaggerEnsemble implements EntityFinder {
    private final List<TokenClassifier> members;
    private final List<int[]> orders = new ArrayList<>();
    private final TokenClassifier.Options options;

    /// @param members two or more, which close with it; entities are found with the first one's options, and the shortest windows
    /// @throws IllegalArgumentException if they are fewer, or differ in their labels
    public TaggerEnsemble(List<TokenClassifier> members) {
        this.members = List.copyOf(members);
        if (members.size() < 2) {
            throw new IllegalArgumentException("ensemble: %d models: needs at least 2".formatted(members.size()));
        }
        TokenClassifier first = members.getFirst();
        members.forEach(member -> orders.add(LabelOrder.of(first.labels(), member.labels(), member.name())));
        options = members.stream().map(TokenClassifier::options)
                .reduce((shorter, other) -> other.maxLength() < shorter.maxLength() ? other : shorter).orElseThrow()
                .withAggregation(first.options().aggregation());
    }

    @Override
    public List<String> labels() {
        return members.getFirst().labels();
    }

    /// @throws IllegalArgumentException naming a text that the models split in different ways
    @Override
    public List<List<Entity>> predictAll(List<String> texts) {
        TokenClassifier first = members.getFirst();
        var windowed = new ArrayList<WindowedText>();
        var sequences = new ArrayList<TokenSequence>();
        for (String text : texts) {
            windowed.add(first.windowed(text, options));
            List<TokenSequence> own = TokenSequence.all(windowed.getLast().sequences());
            for (TokenClassifier member : members) {
                requireSame(own, TokenSequence.all(member.windowed(text, options).sequences()), member.name(), text);
            }
            sequences.addAll(own);
        }
        List<float[]> scores = probabilities(sequences);
        var found = new ArrayList<List<Entity>>();
        int at = 0;
        for (int i = 0; i < texts.size(); i++) {
            int size = windowed.get(i).sequences().size();
            found.add(first.entities(texts.get(i), windowed.get(i), scores.subList(at, at + size), options));
            at += size;
        }
        return found;
    }

    private static void requireSame(List<TokenSequence> first, List<TokenSequence> other, String name, String text) {
        boolean same = first.size() == other.size();
        for (int i = 0; same && i < first.size(); i++) {
            same = first.get(i).isAs(other.get(i));
        }
        if (!same) {
            throw new IllegalArgumentException("ensemble: '%s': splits texts in another way than the first model, such as '%s'".formatted(
                    name, text.length() > 40 ? text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, 40))) + "…" : text));
        }
    }

    @Override
    public List<float[]> probabilities(List<TokenSequence> sequences) {
        List<List<float[]>> each = members.stream().map(member -> member.probabilities(sequences)).toList();
        int labels = labels().size();
        var together = new ArrayList<float[]>();
        for (int s = 0; s < sequences.size(); s++) {
            var mean = new float[each.getFirst().get(s).length];
            for (int i = 0; i < mean.length; i++) {
                double sum = 0;
                for (int m = 0; m < members.size(); m++) {
                    sum += each.get(m).get(s)[i / labels * labels + orders.get(m)[i % labels]];
                }
                mean[i] = (float) (sum / members.size());
            }
            together.add(mean);
        }
        return together;
    }

    @Override
    public void close() {
        members.forEach(TokenClassifier::close);
    }
}
