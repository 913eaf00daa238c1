package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.StoredParameter;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.ByteWindow;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.ProtobufMessage;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.onnx.OnnxTensor.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where the values of a graph's tensors are: in the model's file or in others in its folder.
final class OnnxValues implements AutoCloseable {
    private static final int MAX_FILES = 256;

    private final BoundedFile file;
    private final Path folder;
    private final Map<String, BoundedFile> others = new HashMap<>();

    /// @param folder where external data is
    OnnxValues(BoundedFile file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /// A tensor as a parameter of this name.
    ///
    /// @param transposed whether a matrix is stored as `[in,out]`
    /// @throws CheckpointException when it is stored in a way that is not read, or shape, type and bytes do not agree
    StoredParameter parameter(String name, OnnxTensor tensor, boolean transposed) throws IOException {
        TensorEntry stored = tensor.entry(file.name());
        if (!stored.type().readsAsFloat()) {
            throw new CheckpointException(
                    file.name(), tensor.described() + " is stored as " + stored.type() + ": does not read as float");
        }
        var entry = new TensorEntry(name, stored.type(), transposed ? stored.shape().reversed() : stored.shape());
        return switch (tensor.place()) {
            case Place.Bytes(long start, long length) -> {
                requireLength(tensor, stored, length);
                yield new StoredParameter(entry, file, start, transposed);
            }
            case Place.External(String location, long offset, long length) -> {
                requireLength(tensor, stored, length < 0 ? stored.bytes() : length);
                yield new StoredParameter(entry, other(tensor, location, offset, stored.bytes()), offset, transposed);
            }
            case Place.Varints _, Place.Scattered _ -> throw new CheckpointException(file.name(), tensor.described()
                    + " has its values in a list that is not read; save the model with raw_data");
        };
    }

    private void requireLength(OnnxTensor tensor, TensorEntry stored, long length) throws CheckpointException {
        if (length != stored.bytes()) {
            throw new CheckpointException(file.name(), tensor.described() + " " + stored.type() + " " + stored.shapeText()
                    + " takes " + stored.bytes() + " bytes: the file has " + length);
        }
    }

    /// A file beside the model that has these bytes.
    private BoundedFile other(OnnxTensor tensor, String location, long offset, long bytes) throws IOException {
        BoundedFile other = other(tensor, location);
        if (bytes > other.length() - offset) {
            throw new CheckpointException(other.name(), "cut short: " + tensor.described() + " of " + bytes
                    + " bytes begins at byte " + offset + " of " + other.length());
        }
        return other;
    }

    /// A file beside the model, never one elsewhere and never through a link.
    private BoundedFile other(OnnxTensor tensor, String location) throws IOException {
        BoundedFile open = others.get(location);
        if (open != null) {
            return open;
        }
        String what = tensor.described() + " has its values in '" + location + "'";
        // A name is all that exporters write; a path, or a name with a null byte, would be somebody else's idea.
        if (!location.matches("[^/\\\\\0]+") || location.equals("..") || location.equals(".")) {
            throw new CheckpointException(file.name(), what + ": only files beside the model are read");
        }
        Path path = folder.resolve(location);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(file.name(), what + ": no such file beside the model");
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(file.name(), what + ": a link, or no file");
        }
        if (others.size() == MAX_FILES) {
            throw new CheckpointException(file.name(), what + ": more than " + MAX_FILES + " files");
        }
        BoundedFile other = BoundedFile.open(path);
        others.put(location, other);
        return other;
    }

    /// The values of a small tensor as numbers.
    ///
    /// @param max how many they may be
    /// @return nothing for one that is larger, or stored in another way
    Optional<double[]> numbers(OnnxTensor tensor, int max) throws IOException {
        long elements = tensor.elements();
        if (elements < 0 || elements > max) {
            return Optional.empty();
        }
        return switch (tensor.place()) {
            case Place.Bytes(long start, long length) -> fixed(tensor, (int) elements, file, start, length);
            case Place.External(String location, long offset, long length) -> {
                long bytes = elements * tensor.entry(file.name()).type().bytes();
                yield fixed(tensor, (int) elements, other(tensor, location, offset, bytes), offset, length < 0 ? bytes : length);
            }
            case Place.Varints(long start, long length) -> varints((int) elements, start, length);
            case Place.Scattered _ -> Optional.empty();
        };
    }

    private Optional<double[]> fixed(OnnxTensor tensor, int elements, BoundedFile source, long start, long length)
            throws IOException {
        StoredType type = tensor.entry(file.name()).type();
        if (length != (long) elements * type.bytes()) {
            return Optional.empty();
        }
        ByteBuffer bytes = source.bytes(start, (int) length);
        var numbers = new double[elements];
        for (int i = 0; i < elements; i++) {
            numbers[i] = switch (type) {
                case F32 -> shortest(bytes.getFloat());
                case F16 -> Float.float16ToFloat(bytes.getShort());
                case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
                case F64 -> bytes.getDouble();
                case I64 -> bytes.getLong();
                case I32 -> bytes.getInt();
                case I16 -> bytes.getShort();
                case I8 -> bytes.get();
                case U8, BOOL -> Byte.toUnsignedInt(bytes.get());
            };
        }
        return Optional.of(numbers);
    }

    private Optional<double[]> varints(int elements, long start, long length) throws IOException {
        var list = new ProtobufMessage(new ByteWindow(file), start, start + length);
        var numbers = new double[elements];
        for (int i = 0; i < elements; i++) {
            if (!list.hasMoreVarints()) {
                return Optional.empty();
            }
            numbers[i] = list.packedVarint();
        }
        return Optional.of(numbers);
    }

    /// By way of text: 1e-12 became the float nearest to it, whose shortest text is 1e-12 again.
    static double shortest(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    @Override
    public void close() throws IOException {
        file.close();
        for (BoundedFile other : others.values()) {
            other.close();
        }
    }
}
