package dev.lathe.train.loop;

/// The features of one text's tokens, within those of a batch.
///
/// @param values of the batch
/// @param from the first of the text
/// @param to behind the last
record TextVector(float[] values, int from, int to) {
    /// What a gradient does with the vector that it is of.
    @FunctionalInterface
    interface Move {
        void accept(TextVector delta, TextVector gradient);
    }

    /// Nothing.
    static final Move STAYS = (_, _) -> { };

    double norm() {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }

    /// delta = length direction / |direction|, or 0 where there is no direction.
    static void set(TextVector delta, TextVector direction, double length) {
        double norm = direction.norm();
        for (int i = delta.from; i < delta.to; i++) {
            delta.values[i] = norm == 0 ? 0 : (float) (length * direction.values[i] / norm);
        }
    }

    /// delta = delta + length direction / |direction|
    static void add(TextVector delta, TextVector direction, double length) {
        double norm = direction.norm();
        for (int i = delta.from; i < delta.to && norm > 0; i++) {
            delta.values[i] += (float) (length * direction.values[i] / norm);
        }
    }

    /// Onto the ball where it has left it.
    static void project(TextVector delta, double radius) {
        double norm = delta.norm();
        for (int i = delta.from; i < delta.to && norm > radius; i++) {
            delta.values[i] = (float) (radius * delta.values[i] / norm);
        }
    }
}
