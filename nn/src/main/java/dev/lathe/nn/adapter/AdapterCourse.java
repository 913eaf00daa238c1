package dev.lathe.nn.adapter;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;

/// What a method does in the course of a training, beside having its parameters moved: most do nothing.
public interface AdapterCourse {
    /// What is added to the mean loss, a scalar.
    Tensor penalty(Workspace ws);

    /// Looks at values and gradients before they are moved.
    ///
    /// @param gradScale what gradients are to be multiplied by
    void beforeMove(double gradScale);

    /// Changes values after they were moved.
    ///
    /// @param step its number, from 1
    void afterMove(int step);

    /// What it remembers of a parameter: with the values and the number of steps, everything that its next step depends on.
    ///
    /// @param name what it is; of one parameter each has another name
    record Remembered(String name, Parameter parameter, Tensor value) {}

    /// Always the same order.
    List<Remembered> remembered();
}
