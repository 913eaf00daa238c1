package dev.lathe.train.tune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Tries settings and keeps the best.
///
/// What is tried depends on the space, the seed and the scores alone. Killed at any moment and begun again with its journal, a search
/// has the same result to the bit, if the trainee has the same scores.
public final class Search {
    private final Trainee trainee;
    private final Journal journal;
    private final Consumer<Trial> listener;

    /// @param listener hears of each trial that is done, those of the journal among them
    public Search(Trainee trainee, Journal journal, Consumer<Trial> listener) {
        this.trainee = trainee;
        this.journal = journal;
        this.listener = listener;
    }

    /// Tries one setting after the other, each to its end.
    ///
    /// @throws IllegalArgumentException if there are no trials
    public SearchResult inTurn(Proposals proposals, int trials) throws IOException {
        requireTrials(trials);
        var done = new ArrayList<Trial>();
        for (int number = 1; number <= trials; number++) {
            Setting setting = proposals.next(number, List.copyOf(done));
            done.add(trial(number, 0, setting, OptionalInt.empty()));
            discardAllBut(1, done);
        }
        return new SearchResult(done, best(done));
    }

    /// Successive halving: many trials get little, the best of them more (Jamieson and Talwalkar, "Non-stochastic best arm identification
    /// and hyperparameter optimization", AISTATS 2016).
    ///
    /// On rung r each trial that is left is trained until `budget` × `eta`^r evaluations on dev data are done, and one of `eta` stays.
    /// On the last rung, where fewer than `eta` are left, they are trained to their end.
    ///
    /// @throws IllegalArgumentException if there are no trials, `eta` is less than 2 or `budget` less than 1
    public SearchResult halving(Proposals proposals, int trials, int eta, int budget) throws IOException {
        requireTrials(trials);
        if (eta < 2) {
            throw new IllegalArgumentException("eta %d: needs at least 2".formatted(eta));
        }
        if (budget < 1) {
            throw new IllegalArgumentException("budget %d: needs at least 1".formatted(budget));
        }
        List<Trial> left = new ArrayList<>();
        Map<Integer, Trial> last = new HashMap<>();
        for (int number = 1; number <= trials; number++) {
            left.add(new Trial(number, 0, proposals.next(number, List.of()), Optional.empty(), ""));
        }
        long evaluations = budget;
        int rung = 0;
        while (true) {
            boolean isLast = left.size() < eta;
            var done = new ArrayList<Trial>();
            for (Trial trial : left) {
                done.add(trial(trial.number(), rung, trial.setting(),
                        isLast ? OptionalInt.empty() : OptionalInt.of((int) Math.min(evaluations, Integer.MAX_VALUE))));
                last.put(trial.number(), done.getLast());
            }
            List<Trial> stay = done.stream().sorted(Trial.BEST_FIRST).limit(isLast ? 1 : done.size() / eta)
                    .filter(trial -> trial.standing().isPresent()).toList();
            discardAllBut(stay.size(), done);
            if (isLast || stay.isEmpty()) {
                return new SearchResult(last.values().stream().sorted(Comparator.comparingInt(Trial::number)).toList(), best(stay));
            }
            // In the order of their numbers, so that a table of who is trained when reads as the first rung's.
            left = stay.stream().sorted(Comparator.comparingInt(Trial::number)).toList();
            evaluations *= eta;
            rung++;
        }
    }

    private Trial trial(int number, int rung, Setting setting, OptionalInt budget) throws IOException {
        Trial done = journal.next(trainee, name(number), number, rung, setting, budget);
        listener.accept(done);
        return done;
    }

    /// What the trainee knows a trial by: `0007`.
    public static String name(int number) {
        return String.format(Locale.ROOT, "%04d", number);
    }

    private void discardAllBut(int best, List<Trial> done) throws IOException {
        for (Trial trial : done.stream().sorted(Trial.BEST_FIRST).skip(best).toList()) {
            trainee.discard(name(trial.number()));
        }
    }

    private static Optional<Trial> best(List<Trial> done) {
        return done.stream().min(Trial.BEST_FIRST).filter(trial -> trial.standing().isPresent());
    }

    private static void requireTrials(int trials) {
        if (trials < 1) {
            throw new IllegalArgumentException("trials %d: needs at least 1".formatted(trials));
        }
    }
}
