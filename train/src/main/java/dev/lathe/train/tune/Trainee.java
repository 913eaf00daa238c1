package dev.lathe.train.tune;

import dev.lathe.train.evaluate.Standing;
import java.io.IOException;
import java.util.OptionalInt;

/// What settings are tried on.
public interface Trainee {
    /// Trains with a setting, up to a number of evaluations on dev data. Called again with more for the same trial, and after a kill
    /// with the same, it goes on where it was.
    ///
    /// @param name of the trial, which no other has
    /// @param budget evaluations after which to stop; to the end of the training if empty
    /// @return what the best of the evaluations so far was
    /// @throws ArithmeticException if the setting leads to numbers that are not finite: the trial has failed
    Standing train(String name, Setting setting, OptionalInt budget) throws IOException;

    /// Nothing more will be asked of these trials.
    default void discard(String name) throws IOException {}
}
