package dev.lathe.train.task;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// A finished model of a task at work for programs that know no task: from inputs of any kind to objects of JSON.
public interface Predictor extends AutoCloseable {
    /// Writes an object for each prediction.
    ///
    /// @throws IllegalArgumentException if the task reads no inputs of the kind that is given
    void predict(PredictionInputs given, Results results) throws IOException;

    @Override
    void close();

    /// Where predictions go, in their order.
    @FunctionalInterface
    interface Results {
        /// Writes one object.
        ///
        /// @param inside writes its fields
        void add(Fields inside) throws IOException;
    }

    /// The fields of an object.
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
