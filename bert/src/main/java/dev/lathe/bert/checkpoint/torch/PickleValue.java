package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.file.StoredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the pickle of a PyTorch checkpoint can make: plain values, and descriptions of tensors. None is an object of
/// Python, and nothing is called.
///
/// Values may contain each other in circles or a million times over, so nobody walks into them.
sealed interface PickleValue {
    /// The values that are just themselves.
    enum Constant implements PickleValue {
        NONE,
        TRUE,
        FALSE
    }

    /// An integer.
    record Whole(long value) implements PickleValue {}

    /// An integer of more than 8 bytes, which no tensor needs.
    ///
    /// @param digits its bytes from the lowest on, in hexadecimal
    record Large(String digits) implements PickleValue {}

    /// A real number.
    record Real(double value) implements PickleValue {}

    /// A text.
    record Text(String value) implements PickleValue {}

    /// Values that stay as they are.
    record Tuple(List<PickleValue> items) implements PickleValue {}

    /// Values to which more come.
    record Listing(List<PickleValue> items) implements PickleValue {
        Listing() {
            this(new ArrayList<>());
        }
    }

    /// Values by name, `dict` or `OrderedDict`.
    record Dictionary(Map<String, PickleValue> items) implements PickleValue {
        Dictionary() {
            this(new LinkedHashMap<>());
        }
    }

    /// A class or function that a pickle may name.
    record Named(TorchName name) implements PickleValue {}

    /// A file of values in the archive.
    ///
    /// @param type of each value
    /// @param key name of the file in the folder `data`
    /// @param elements how many values it has
    record Storage(StoredType type, String key, long elements) implements PickleValue {}

    /// A tensor: a view of a storage.
    ///
    /// @param storage where its values are
    /// @param offset the first of them, counted in values
    /// @param size its dimensions, outermost first
    /// @param stride how many values lie from one element to the next along each axis
    record Strided(Storage storage, long offset, List<Long> size, List<Long> stride) implements PickleValue {}
}
