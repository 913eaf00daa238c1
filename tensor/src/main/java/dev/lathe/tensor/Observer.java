package dev.lathe.tensor;

/// Sees values inside a model while it runs, and their gradients on the way back: for research on what a model computes.
///
/// Places have names, such as `bert.encoder.layer.3.output`; a model's documentation lists them. A workspace that nobody observes
/// does nothing at all at them. What is seen changes no result: tensors are there to be read, `value.toArray()` copies.
public interface Observer {
    /// Whether it wants to see a place.
    boolean wants(String place);

    /// A value, as soon as it is computed. It may be gone when the model goes on.
    void value(String place, Tensor value);

    /// The gradient of the loss with respect to a value that was seen, once it is complete. It is gone afterwards.
    default void gradient(String place, Tensor gradient) {}

    /// This and another: each sees what it wants.
    default Observer and(Observer other) {
        Observer first = this;
        return new Observer() {
            @Override
            public boolean wants(String place) {
                return first.wants(place) || other.wants(place);
            }

            @Override
            public void value(String place, Tensor value) {
                if (first.wants(place)) {
                    first.value(place, value);
                }
                if (other.wants(place)) {
                    other.value(place, value);
                }
            }

            @Override
            public void gradient(String place, Tensor gradient) {
                if (first.wants(place)) {
                    first.gradient(place, gradient);
                }
                if (other.wants(place)) {
                    other.gradient(place, gradient);
                }
            }
        };
    }
}
