package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Which share of the training data is set aside, and how.
///
/// Whatever is set aside leaves the training data at least one row of every label: a row that is the last of its label
/// stays, and the next in the order takes its place.
///
/// @param dev share of the dev set, above 0 and below 1
/// @param test share of the test set, above 0 and below 1; of the same rows, so that both leave something
/// @param stratified whether each label has the same share in every part, as nearly as whole rows allow; rows of several
/// labels are of one kind with those of just the same ones
/// @param groupColumn the column of what belongs together, such as a document or a patient: its rows are never parted
/// @param seed what the rows are drawn by; the run's seed if empty, so that runs with other seeds have other rows
public record Holdout(OptionalDouble dev, OptionalDouble test, boolean stratified, Optional<String> groupColumn, OptionalLong seed) {

    /// Nothing is set aside.
    public static final Holdout NONE =
            new Holdout(OptionalDouble.empty(), OptionalDouble.empty(), false, Optional.empty());

    /// Drawn by the run's seed.
    public Holdout(OptionalDouble dev, OptionalDouble test, boolean stratified, Optional<String> groupColumn) {
        this(dev, test, stratified, groupColumn, OptionalLong.empty());
    }

    /// The same shares, drawn by a seed of their own.
    public Holdout withSeed(long other) {
        return new Holdout(dev, test, stratified, groupColumn, OptionalLong.of(other));
    }

    /// @throws IllegalArgumentException if a share is none, both leave nothing, or rows in groups are to be stratified
    public Holdout {
        requireShare("devFraction", dev);
        requireShare("testFraction", test);
        if (!(dev.orElse(0) + test.orElse(0) < 1)) {
            throw new IllegalArgumentException("testFraction %s: with %s for dev nothing is left to learn from".formatted(
                    test.orElse(0), dev.orElse(0)));
        }
        if (stratified && groupColumn.isPresent()) {
            throw new IllegalArgumentException("stratify: groups cannot be stratified; choose one");
        }
    }

    private static void requireShare(String name, OptionalDouble share) {
        if (share.isPresent() && !(share.getAsDouble() > 0 && share.getAsDouble() < 1)) {
            throw new IllegalArgumentException(
                    "%s %s: needs more than 0 and less than 1".formatted(name, share.getAsDouble()));
        }
    }

    /// The parts of the training data.
    ///
    /// @param <E> an example of the task
    /// @param train what is left to learn from
    /// @param dev what was set aside to evaluate each epoch
    /// @param test what was set aside to evaluate at the end
    public record Parts<E extends Example>(Dataset<E> train, Optional<Dataset<E>> dev, Optional<Dataset<E>> test) {
    }

    /// Sets rows aside. All parts keep the order of the file, so that only membership depends on the permutation.
    ///
    /// @param <E> an example of the task
    /// @param rows the training data
    /// @param permutation every index of a row once, in an order drawn from the seed
    /// @param groups what each row belongs to, by its line, if there is a [#groupColumn]
    /// @return the parts
    /// @throws IllegalArgumentException if the permutation is none
    /// @throws DataException if nothing can be set aside
    public <E extends Example> Parts<E> split(Dataset<E> rows, int[] permutation, Optional<Map<Long, String>> groups) {
        rows.requirePermutation(permutation);
        HoldoutDraw<E> draw = new HoldoutDraw<>(rows, permutation, groups);
        Optional<Dataset<E>> devSet = draw(draw, "dev", dev);
        Optional<Dataset<E>> testSet = draw(draw, "test", test);
        return new Parts<>(draw.rest(), devSet, testSet);
    }

    private <E extends Example> Optional<Dataset<E>> draw(HoldoutDraw<E> draw, String part, OptionalDouble share) {
        return share.isPresent() ? Optional.of(draw.draw(part, share.getAsDouble(), stratified)) : Optional.empty();
    }
}
