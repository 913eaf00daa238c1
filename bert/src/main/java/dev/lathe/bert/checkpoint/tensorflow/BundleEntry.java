package dev.lathe.bert.checkpoint.tensorflow;

import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.ProtobufMessage;
import dev.lathe.bert.checkpoint.file.StoredType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A `BundleEntryProto`: what the index of a TensorFlow checkpoint says of one tensor.
///
/// @param dataType number of the `DataType`
/// @param dimensions as written, unchecked
/// @param shard number of the data file
/// @param offset first byte in it
/// @param bytes how long the values are
/// @param checksum masked CRC-32C of the values
/// @param sliced whether the tensor is cut into pieces that other entries describe
record BundleEntry(
        int dataType, List<Long> dimensions, int shard, long offset, long bytes, int checksum, boolean sliced) {
    private static final int MAX_AXES = 16;

    BundleEntry {
        dimensions = List.copyOf(dimensions);
    }

    /// Numbers of fields are those of `tensor_bundle.proto` and `tensor_shape.proto`.
    static BundleEntry read(ProtobufMessage message) throws IOException {
        var dimensions = new ArrayList<Long>();
        long dataType = 0;
        long shard = 0;
        long offset = 0;
        long bytes = 0;
        int checksum = 0;
        boolean sliced = false;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> dataType = message.varint();
                case 2 -> readShape(message.message(), dimensions);
                case 3 -> shard = message.varint();
                case 4 -> offset = message.varint();
                case 5 -> bytes = message.varint();
                case 6 -> checksum = message.fixed32();
                case 7 -> {
                    message.message();
                    sliced = true;
                }
                default -> {
                    // skipped: what later versions may add
                }
            }
        }
        return new BundleEntry(
                inRange(dataType), dimensions, inRange(shard), offset, bytes, checksum, sliced);
    }

    private static int inRange(long number) {
        return Math.clamp(number, -1, Integer.MAX_VALUE);
    }

    private static void readShape(ProtobufMessage shape, List<Long> dimensions) throws IOException {
        while (shape.next()) {
            if (shape.field() == 2) {
                if (dimensions.size() == MAX_AXES) {
                    throw shape.problem("tensor with more than " + MAX_AXES + " axes");
                }
                dimensions.add(readDimension(shape.message()));
            }
        }
    }

    private static long readDimension(ProtobufMessage dimension) throws IOException {
        long size = 0;
        while (dimension.next()) {
            if (dimension.field() == 1) {
                size = dimension.varint();
            }
        }
        return size;
    }

    /// The tensor as an entry of a checkpoint, under the name and shape that the file gives it.
    ///
    /// @throws CheckpointException when shape, type and bytes do not agree, or it is stored in pieces
    TensorEntry entry(String file, String name) throws CheckpointException {
        if (sliced) {
            throw new CheckpointException(file, "'" + name + "' is cut into slices: only whole tensors are read");
        }
        TensorEntry entry;
        try {
            entry = new TensorEntry(name, type(file, name), dimensions.stream().map(Math::toIntExact).toList());
        } catch (ArithmeticException | IllegalArgumentException outOfRange) {
            throw new CheckpointException(file, "'" + name + "' has shape " + dimensions + ": out of range", outOfRange);
        }
        if (entry.bytes() != bytes) {
            throw new CheckpointException(file, "'" + name + "' " + entry.type() + " " + entry.shapeText() + " takes "
                    + entry.bytes() + " bytes: the index says " + bytes);
        }
        return entry;
    }

    private StoredType type(String file, String name) throws CheckpointException {
        return switch (dataType) {
            case 1 -> StoredType.F32;
            case 2 -> StoredType.F64;
            case 14 -> StoredType.BF16;
            case 19 -> StoredType.F16;
            default -> throw new CheckpointException(
                    file, "'" + name + "' has TensorFlow's data type " + dataType + ": does not read as float");
        };
    }
}
