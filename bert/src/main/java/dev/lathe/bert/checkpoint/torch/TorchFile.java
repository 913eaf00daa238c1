package dev.lathe.bert.checkpoint.torch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lathe.bert.checkpoint.ForeignCheckpoint;
import dev.lathe.bert.checkpoint.StoredParameters;
import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.torch.PickleValue.Dictionary;
import dev.lathe.bert.checkpoint.torch.PickleValue.Strided;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A state dictionary as PyTorch saves it, `pytorch_model.bin`. Since version 1.6 it is a zip archive of a pickle, which
/// describes the tensors, and one file for each storage; before that, pickles and storages follow each other in one file.
///
/// Opening interprets the pickle without running any code; values are read in place. A storage is compared with the
/// archive's CRC-32 on the way, and is known to be right once the last value of a tensor in it has been read.
public final class TorchFile extends ForeignCheckpoint {
    private static final String PICKLE = "data.pkl";
    private static final int MAX_PICKLE_BYTES = 1 << 25;
    private static final int MAX_BYTE_ORDER_BYTES = 16;
    /// With which the pickles of earlier versions begin.
    private static final int PROTOCOL = 0x80;

    private TorchFile(Closeable source, StoredParameters parameters) {
        super(parameters, source);
    }

    /// Where the values of a storage are.
    @FunctionalInterface
    private interface Storages {
        BoundedFile find(String key) throws IOException;
    }

    /// Opens a file and finds the tensors in its pickle.
    ///
    /// @throws CheckpointException when there is no such file, it is no sound archive, or its pickle holds anything that a
    ///     dictionary of tensors does not need
    public static TorchFile open(Path path) throws IOException {
        if (isStream(path)) {
            return openStream(path);
        }
        StoredZip archive = StoredZip.open(path);
        try {
            return new TorchFile(archive::close, parameters(archive));
        } catch (IOException | RuntimeException broken) {
            archive.close();
            throw broken;
        }
    }

    private static boolean isStream(Path path) throws IOException {
        try (BoundedFile file = BoundedFile.open(path)) {
            ByteBuffer first = file.bytes(0, (int) Math.min(1, file.length()));
            return first.hasRemaining() && Byte.toUnsignedInt(first.get()) == PROTOCOL;
        }
    }

    private static TorchFile openStream(Path path) throws IOException {
        BoundedFile file = BoundedFile.open(path);
        try {
            TorchStream stream = TorchStream.read(file);
            return new TorchFile(file::close, parameters(file.name(), stream.root(), key -> {
                BoundedFile values = stream.storages().get(key);
                if (values == null) {
                    throw new CheckpointException(file.name(), "no storage '" + key + "' in its list");
                }
                return values;
            }));
        } catch (IOException | RuntimeException broken) {
            file.close();
            throw broken;
        }
    }

    private static StoredParameters parameters(StoredZip archive) throws IOException {
        String folder = folder(archive);
        refuseBigEndian(archive, folder + "byteorder");
        PickleValue root = PickleReader.read(archive.file(), archive.bytes(folder + PICKLE, MAX_PICKLE_BYTES));
        return parameters(archive.file(), root, key -> archive.checked(folder + "data/" + key));
    }

    private static StoredParameters parameters(String file, PickleValue root, Storages source) throws IOException {
        if (!(root instanceof Dictionary(Map<String, PickleValue> items))) {
            throw new CheckpointException(file, "holds no dictionary of tensors");
        }
        var parameters = new StoredParameters(file);
        var storages = new HashMap<String, BoundedFile>();
        for (Map.Entry<String, PickleValue> item : items.entrySet()) {
            if (item.getValue() instanceof Strided tensor) {
                String key = tensor.storage().key();
                BoundedFile values = storages.get(key);
                if (values == null) {
                    values = source.find(key);
                    storages.put(key, values);
                }
                parameters.add(StridedTensor.of(file, item.getKey(), tensor).in(values));
            }
        }
        if (parameters.names().isEmpty()) {
            throw new CheckpointException(file, "no tensor among its " + items.size() + " values");
        }
        return parameters;
    }

    /// The archive's only folder at the top, with its slash.
    private static String folder(StoredZip archive) throws CheckpointException {
        List<String> pickles = archive.names().stream()
                .filter(name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.length() - PICKLE.length() - 1)
                .toList();
        if (pickles.size() != 1) {
            throw new CheckpointException(
                    archive.file(), "not a checkpoint of PyTorch: " + pickles.size() + " files called " + PICKLE);
        }
        return pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
    }

    private static void refuseBigEndian(StoredZip archive, String name) throws IOException {
        if (archive.names().contains(name)) {
            String order = new String(archive.bytes(name, MAX_BYTE_ORDER_BYTES), US_ASCII);
            if (!order.equals("little")) {
                throw new CheckpointException(archive.file(), "byte order '" + order + "': only little is read");
            }
        }
    }
}
