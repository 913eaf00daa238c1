package dev.lathe.train.loop;

import dev.lathe.tensor.Parameter;
import java.util.List;

/// Looks at some steps from inside: at the gradients, and at what they do to the parameters. Changes nothing; a look waits for the device.
public interface StepWatch {
    /// Looks at none.
    StepWatch NONE = new StepWatch() {
        @Override
        public boolean watches(int step) {
            return false;
        }

        @Override
        public void beforeMove(List<Parameter> parameters, double terms) {}

        @Override
        public void afterMove(List<Parameter> parameters) {}
    };

    /// Whether it wants to look at a step, asked once for each.
    ///
    /// @param step from 1
    boolean watches(int step);

    /// The gradients are there, and the parameters as they were.
    ///
    /// @param parameters those that are trained
    /// @param terms what the gradients are still to be divided by
    void beforeMove(List<Parameter> parameters, double terms);

    /// The parameters have moved; their gradients are gone.
    void afterMove(List<Parameter> parameters);
}
