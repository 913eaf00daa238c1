package dev.lathe.bert.checkpoint;

import java.util.List;

/// A `TensorProto`: what it says of itself, and where its raw bytes are.
///
/// @param name may be empty for a constant inside a node
/// @param dimensions as written, unchecked
/// @param dataType number of the `TensorProto.DataType`
/// @param storage where the values are
/// @param start first byte of the raw values in the file
/// @param length how many raw bytes there are
record OnnxTensor(String name, List<Long> dimensions, int dataType, Storage storage, long start, long length) {
    OnnxTensor {
        dimensions = List.copyOf(dimensions);
    }

    /// Where a tensor's values are.
    enum Storage {
        /// In `raw_data`, the only kind read here; also a tensor with no values at all.
        RAW("raw_data"),
        /// In a list of numbers such as `float_data`.
        TYPED_LIST("float_data or another typed list"),
        /// In another file.
        EXTERNAL("another file (external data)");

        private final String words;

        Storage(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// The tensor as an entry of a checkpoint.
    ///
    /// @throws CheckpointException when its values are not in `raw_data`, or shape, type and bytes do not agree
    TensorEntry entry(String file) throws CheckpointException {
        if (storage != Storage.RAW) {
            throw new CheckpointException(
                    file, "'" + name + "' has its values in " + storage.words() + ": only raw_data is read");
        }
        TensorEntry entry;
        try {
            entry = new TensorEntry(
                    name, type(file), dimensions.stream().map(Math::toIntExact).toList());
        } catch (ArithmeticException | IllegalArgumentException outOfRange) {
            throw new CheckpointException(
                    file, "'" + name + "' has shape " + dimensions + ": out of range", outOfRange);
        }
        if (entry.bytes() != length) {
            throw new CheckpointException(file, "'" + name + "' " + entry.type() + " " + entry.shapeText() + " takes "
                    + entry.bytes() + " bytes: raw_data has " + length);
        }
        return entry;
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
            case 10 -> StoredType.F16;
            case 11 -> StoredType.F64;
            case 16 -> StoredType.BF16;
            default -> throw new CheckpointException(
                    file, "'" + name + "' has ONNX data type " + dataType + ", which is not known");
        };
    }
}
