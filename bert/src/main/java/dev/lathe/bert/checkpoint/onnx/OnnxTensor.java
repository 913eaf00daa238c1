package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import java.util.List;

/// A `TensorProto`: what it says of itself, and where its values are.
///
/// @param name may be empty for a constant inside a node
/// @param dimensions as written, unchecked
/// @param dataType number of the `TensorProto.DataType`
/// @param place where the values are
record OnnxTensor(String name, List<Long> dimensions, int dataType, Place place) {
    /// What `TensorProto.DataType` calls it.
    static final int FLOAT16 = 10;

    OnnxTensor {
        dimensions = List.copyOf(dimensions);
    }

    /// Where a tensor's values are.
    sealed interface Place {
        /// Bytes of the model's file: `raw_data`, or a packed list of numbers of fixed size, which looks the same.
        record Bytes(long start, long length) implements Place {}

        /// A packed list of numbers of varying size in the model's file: `int64_data`, `int32_data`.
        record Varints(long start, long length) implements Place {}

        /// Bytes of another file.
        ///
        /// @param location its path, as the model says
        /// @param offset the first byte
        /// @param length how many; -1 where the model does not say
        record External(String location, long offset, long length) implements Place {}

        /// A list that is not packed, or one of texts.
        record Scattered() implements Place {}
    }

    /// The name as messages print it.
    String described() {
        return name.isEmpty() ? "a constant" : "'" + name + "'";
    }

    int axes() {
        return dimensions.size();
    }

    /// How many values there are by the shape; -1 where that makes no sense.
    long elements() {
        long product = 1;
        for (long dimension : dimensions) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE || product > Long.MAX_VALUE / Math.max(1, dimension)) {
                return -1;
            }
            product *= dimension;
        }
        return product;
    }

    /// Whether its values are floats of some kind.
    boolean isFloat() {
        return dataType == 1 || dataType == FLOAT16 || dataType == 11 || dataType == 16;
    }

    /// Type and shape as an entry of a checkpoint.
    ///
    /// @throws CheckpointException when the shape is out of range or the type is not known
    TensorEntry entry(String file) throws CheckpointException {
        try {
            return new TensorEntry(name, type(file), dimensions.stream().map(Math::toIntExact).toList());
        } catch (ArithmeticException | IllegalArgumentException outOfRange) {
            throw new CheckpointException(file, described() + " has shape " + dimensions + ": out of range", outOfRange);
        }
    }

    private StoredType type(String file) throws CheckpointException {
        return switch (dataType) {
            case 1 -> StoredType.F32;
            case 2 -> StoredType.U8;
            case 3 -> StoredType.I8;
            case 5 -> StoredType.I16;
            case 6 -> StoredType.I32;
            case 7 -> StoredType.I64;
            case 9 -> StoredType.BOOL;
            case FLOAT16 -> StoredType.F16;
            case 11 -> StoredType.F64;
            case 16 -> StoredType.BF16;
            default -> throw new CheckpointException(
                    file, described() + " has ONNX data type " + dataType + ", which is not known");
        };
    }
}
