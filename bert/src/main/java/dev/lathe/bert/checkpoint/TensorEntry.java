package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.StoredType;
import java.util.List;
import java.util.stream.Collectors;

/// What a checkpoint says about one tensor before any of its values is read.
///
/// @param name the parameter's path, such as `encoder.layer.3.output.dense.weight`
/// @param type how its values are stored
/// @param shape its dimensions, outermost first; empty for a single value
public record TensorEntry(String name, StoredType type, List<Integer> shape) {
    /// Copies the shape.
    ///
    /// @throws IllegalArgumentException for a negative dimension
    /// @throws ArithmeticException when the size in bytes leaves the range of `long`
    public TensorEntry {
        shape = List.copyOf(shape);
        Math.multiplyExact(elements(shape), (long) type.bytes());
    }

    /// How many values the tensor has.
    public long elements() {
        return elements(shape);
    }

    /// How many bytes its values take in the file.
    public long bytes() {
        return elements() * type.bytes();
    }

    /// The shape as messages print it: `[8,128,768]`.
    public String shapeText() {
        return text(shape);
    }

    /// A shape as messages have it: `[8,768]`.
    public static String text(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /// The product of the dimensions, checked for each factor so that a zero can't hide an overflow.
    static long elements(List<Integer> shape) {
        long product = 1;
        boolean empty = false;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("shape " + text(shape) + ": dimension " + dimension);
            }
            empty |= dimension == 0;
            product = Math.multiplyExact(product, (long) Math.max(dimension, 1));
        }
        return empty ? 0 : product;
    }
}
