package dev.lathe.tensor.flight;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The sizes among a kernel's arguments.
final class Sizes {
    private Sizes() {}

    /// `16, 384` of a call with two buffers, 16 rows and 384 columns; shapes in square brackets.
    static String of(Object... arguments) {
        return Arrays.stream(arguments).filter(Sizes::isSize)
                .map(argument -> argument instanceof int[] shape ? Arrays.toString(shape) : argument.toString()).collect(Collectors.joining(", "));
    }

    private static boolean isSize(Object argument) {
        return argument instanceof Integer || argument instanceof Long || argument instanceof int[];
    }
}
