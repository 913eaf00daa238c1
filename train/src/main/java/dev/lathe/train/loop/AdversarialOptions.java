package dev.lathe.train.loop;

import java.util.Locale;

/// Training against the worst that can happen near each text: a small vector is added to its embeddings, chosen to raise the loss.
///
/// @param method how it is chosen
/// @param epsilon the vector's Euclidean norm, all tokens of a text together: of FGM just that, of the others at most; more than 0
/// @param steps how often it is moved, 1 or more; FGM once
/// @param rate how far each time, more than 0; not of FGM
public record AdversarialOptions(Method method, double epsilon, int steps, double rate) {
    /// How a text is disturbed.
    public enum Method {
        /// Along the gradient, once; what is learnt is the clean text and the disturbed one. Source: Miyato, Dai and Goodfellow, 2017,
        /// section 3.
        FGM(0.1, 1, 1),
        /// Several moves, each brought back into the ball; what is learnt is the text where they end. Source: Madry et al., 2018,
        /// section 2.1.
        PGD(0.1, 3, 0.05),
        /// Several moves from a random start, each one's gradients learnt with its share. Source: Zhu et al., 2020, algorithm 1.
        FREELB(0.6, 3, 0.1);

        private final double epsilon;
        private final int steps;
        private final double rate;

        Method(double epsilon, int steps, double rate) {
            this.epsilon = epsilon;
            this.steps = steps;
            this.rate = rate;
        }

        /// With its usual settings.
        public AdversarialOptions usual() {
            return new AdversarialOptions(this, epsilon, steps, rate);
        }

        /// As `--adversarial` has it: `fgm`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AdversarialOptions {
        positive("adversarialEpsilon", epsilon);
        positive("adversarialRate", rate);
        if (steps < 1) {
            throw new IllegalArgumentException("adversarialSteps %d: needs at least 1".formatted(steps));
        }
        if (method == Method.FGM && steps != 1) {
            throw new IllegalArgumentException("adversarialSteps %d: fgm takes one; choose pgd or freelb".formatted(steps));
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s %s: needs more than 0".formatted(name, value));
        }
    }

    public AdversarialOptions withEpsilon(double other) {
        return new AdversarialOptions(method, other, steps, rate);
    }

    public AdversarialOptions withSteps(int other) {
        return new AdversarialOptions(method, epsilon, other, rate);
    }

    public AdversarialOptions withRate(double other) {
        return new AdversarialOptions(method, epsilon, steps, other);
    }
}
