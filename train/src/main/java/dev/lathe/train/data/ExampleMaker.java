package dev.lathe.train.data;

import dev.lathe.train.data.rows.SourceLine;

/// Makes an example of a row of the application's own data.
///
/// @param <R> a row, whatever it is
/// @param <E> the example
@FunctionalInterface
public interface ExampleMaker<R, E extends Example> {

    /// Makes an example.
    ///
    /// @param row never `null`
    /// @param source which row it is; goes into the example, for messages
    E example(R row, SourceLine source);
}
