package dev.lathe.bert.predict;

import dev.lathe.tokenizer.WindowedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Finds the most probable answers in the scores of a text's windows.
///
/// Every part of the text that is short enough counts once: in the window that shows most of what is around its first
/// token. Its score is that of its start and that of its end together (Devlin et al., 2019, section 4.2); that of no
/// answer is the lowest of the windows' scores for their first token (section 4.3).
public final class AnswerSearch {
    private final QuestionAnswerer.Options options;
    private final WindowedText text;
    private final List<float[]> logits;
    private final PriorityQueue<Candidate> best = new PriorityQueue<>(Candidate.WORST_FIRST);
    private double largest = Double.NEGATIVE_INFINITY;
    private double shares;

    /// Where an answer may be.
    ///
    /// @param start its first token
    /// @param end its last token
    private record Candidate(int start, int end, double score) {
        /// Of equal scores the later and the longer is worse.
        static final Comparator<Candidate> WORST_FIRST = Comparator.comparingDouble(Candidate::score)
                .thenComparing(Comparator.comparingInt(Candidate::start).reversed())
                .thenComparing(Comparator.comparingInt(Candidate::end).reversed());
    }

    /// @param text from [QuestionAnswerer.Options#windows]
    /// @param logits of each window: start and end of its first token, of its second, and so on
    public AnswerSearch(QuestionAnswerer.Options options, WindowedText text, List<float[]> logits) {
        this.options = options;
        this.text = text;
        this.logits = logits;
    }

    /// The best answers. To be asked once.
    ///
    /// @param context the text itself
    public Answers find(String context) {
        for (int start = 0; start < text.tokens(); start++) {
            int window = text.widest(start);
            int end = Math.min(text.window(window).end(), start + options.maxAnswerLength());
            for (int last = start; last < end; last++) {
                offer(new Candidate(start, last, startLogit(window, start) + endLogit(window, last)));
            }
        }
        double none = noAnswer();
        double margin = best.isEmpty() ? Double.POSITIVE_INFINITY : none - largest;
        if (options.unanswerable()) {
            share(none);
        }
        var answers = new ArrayList<Answer>();
        best.stream().sorted(Candidate.WORST_FIRST.reversed()).forEach(c -> answers.add(answer(c, context)));
        return new Answers(answers, margin, options.unanswerable() ? probability(none) : 0);
    }

    private void offer(Candidate candidate) {
        share(candidate.score());
        best.add(candidate);
        if (best.size() > options.best()) {
            best.poll();
        }
    }

    /// Adds exp(score) to the sum, which is kept in parts of exp(largest).
    private void share(double score) {
        if (score > largest) {
            shares = shares * StrictMath.exp(largest - score) + 1;
            largest = score;
        } else {
            shares += StrictMath.exp(score - largest);
        }
    }

    private double probability(double score) {
        return StrictMath.exp(score - largest) / shares;
    }

    private Answer answer(Candidate candidate, String context) {
        int start = text.start(candidate.start());
        int end = text.end(candidate.end());
        return new Answer(context.substring(start, end), start, end, probability(candidate.score()));
    }

    private double noAnswer() {
        return logits.stream().mapToDouble(window -> (double) window[0] + window[1]).min().orElseThrow();
    }

    private double startLogit(int window, int token) {
        return logits.get(window)[2 * text.inSequence(window, token)];
    }

    private double endLogit(int window, int token) {
        return logits.get(window)[2 * text.inSequence(window, token) + 1];
    }
}
