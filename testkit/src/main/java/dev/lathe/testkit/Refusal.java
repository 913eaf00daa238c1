package dev.lathe.testkit;

import dev.lathe.tensor.Workspace;
import java.util.function.Consumer;

/// A call that an op must refuse.
///
/// @param type exact class of what is thrown
/// @param message the whole of it
public record Refusal(Class<? extends RuntimeException> type, String message, Consumer<Workspace> call) {
    /// The usual case.
    public static Refusal argument(String message, Consumer<Workspace> call) {
        return new Refusal(IllegalArgumentException.class, message, call);
    }

    /// An id, label or index outside its range.
    public static Refusal index(String message, Consumer<Workspace> call) {
        return new Refusal(IndexOutOfBoundsException.class, message, call);
    }
}
