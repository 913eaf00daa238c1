package dev.lathe.bert.directory;

import java.io.IOException;

/// The heap is too small for a model that is being read; smaller batches would not help.
public final class ModelMemoryError extends OutOfMemoryError {
    private static final long serialVersionUID = 1L;

    private ModelMemoryError(String model, OutOfMemoryError full) {
        super(model + ": no room for the model: " + full.getMessage());
        initCause(full);
    }

    /// Part of what reading a model takes.
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    /// Reads; if the heap is too small for that, says so.
    ///
    /// @param model for the message
    /// @throws ModelMemoryError in place of any other that the heap is full
    public static <T> T reading(String model, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (ModelMemoryError said) {
            throw said;
        } catch (OutOfMemoryError full) {
            throw new ModelMemoryError(model, full);
        }
    }
}
