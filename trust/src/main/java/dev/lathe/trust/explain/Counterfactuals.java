package dev.lathe.trust.explain;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.trust.explain.Counterfactual.Edit;
import dev.lathe.trust.explain.method.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Looks for the smallest edit that makes a classifier say something else: first of all single words, then of pairs that begin with the
/// best of those, and so on. Of edits of one size that do, the one is taken that leaves the old label least probable.
///
/// What is found is the smallest that was tried, not the smallest there is: beyond one word only the [#BEAM] best are gone on with.
///
/// Source: Ross et al., 2021, section 2 (edits by a masked model, as few as change the label); Wachter et al., 2018.
public final class Counterfactuals {
    /// Edits of one size that the next size begins with.
    static final int BEAM = 3;

    private final TextClassifier model;
    private final Proposals proposals;
    private final int budget;

    /// @param budget words that may be edited of a text, 1 or more
    /// @throws IllegalArgumentException if it is less
    public Counterfactuals(TextClassifier model, Proposals proposals, int budget) {
        if (budget < 1) {
            throw new IllegalArgumentException("budget %d: needs at least 1".formatted(budget));
        }
        this.model = model;
        this.proposals = proposals;
        this.budget = budget;
    }

    private record Tried(List<Edit> edits, String text, Prediction said) {}

    /// The edit of a text, or of the first of a pair; empty if none was found within the budget.
    ///
    /// @param words of the text, as a [TextExplainer] cuts them
    public Optional<Counterfactual> find(TextInput input, List<Word> words) {
        List<Word> own = words.stream().filter(word -> word.part() == 0).toList();
        List<List<String>> choices = proposals.of(input.text(), own);
        var begin = new Tried(List.of(), input.text(), model.predict(input));
        String before = begin.said.label();
        List<Tried> beam = List.of(begin);
        for (int size = 1; size <= budget; size++) {
            List<Tried> tried = ask(input, longer(beam, own, choices));
            tried.sort(Comparator.comparingDouble((Tried t) -> t.said.scores().get(before)));
            Optional<Tried> found = tried.stream().filter(t -> !t.said.label().equals(before)).findFirst();
            if (found.isPresent()) {
                Prediction after = found.get().said;
                return Optional.of(new Counterfactual(
                        found.get().text, before, begin.said.score(), after.label(), after.score(), found.get().edits));
            }
            beam = tried.subList(0, Math.min(BEAM, tried.size()));
        }
        return Optional.empty();
    }

    /// Every edit with one more word than those there are.
    private static List<List<Edit>> longer(List<Tried> beam, List<Word> words, List<List<String>> choices) {
        List<List<Edit>> all = new ArrayList<>();
        for (Tried shorter : beam) {
            for (int w = 0; w < words.size(); w++) {
                Word word = words.get(w);
                if (shorter.edits.stream().noneMatch(edit -> edit.word().equals(word))) {
                    for (String to : choices.get(w)) {
                        if (!to.equalsIgnoreCase(word.text())) {
                            List<Edit> edits = new ArrayList<>(shorter.edits);
                            edits.add(new Edit(word, to));
                            all.add(edits);
                        }
                    }
                }
            }
        }
        return all;
    }

    private List<Tried> ask(TextInput input, List<List<Edit>> edits) {
        List<String> texts = edits.stream().map(edit -> edited(input.text(), edit)).toList();
        List<Prediction> said = texts.isEmpty() ? List.of()
                : model.predictAll(texts.stream().map(text -> new TextInput(text, input.pair())).toList());
        List<Tried> tried = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            tried.add(new Tried(edits.get(i), texts.get(i), said.get(i)));
        }
        return tried;
    }

    /// The text with other words in their places; one that is left out takes the space before it along.
    static String edited(String text, List<Edit> edits) {
        var edited = new StringBuilder(text);
        List<Edit> fromTheEnd = edits.stream().sorted(Comparator.comparingInt((Edit edit) -> edit.word().start()).reversed()).toList();
        for (Edit edit : fromTheEnd) {
            int start = edit.word().start();
            boolean takesSpace = edit.to().isEmpty() && start > 0 && text.charAt(start - 1) == ' ';
            edited.replace(takesSpace ? start - 1 : start, edit.word().end(), edit.to());
        }
        return edited.toString();
    }
}
