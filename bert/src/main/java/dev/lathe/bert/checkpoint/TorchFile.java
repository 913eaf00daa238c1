package dev.lathe.bert.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lathe.bert.checkpoint.PickleValue.Dictionary;
import dev.lathe.bert.checkpoint.PickleValue.Strided;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A state dictionary as PyTorch saves it since version 1.6, `pytorch_model.bin`: a zip archive of a pickle, which
/// describes the tensors, and one file for each storage.
///
/// Opening interprets the pickle without running any code; values are read in place. A storage is compared with the
/// archive's CRC-32 on the way, and is known to be right once the last value of a tensor in it has been read.
public final class TorchFile extends ForeignCheckpoint {
    private static final String PICKLE = "data.pkl";
    private static final int MAX_PICKLE_BYTES = 1 << 25;
    private static final int MAX_BYTE_ORDER_BYTES = 16;
    /// With which the pickles of earlier versions begin.
    private static final int PROTOCOL = 0x80;

    private TorchFile(StoredZip archive, StoredParameters parameters) {
        super(parameters, archive::close);
    }

    /// Opens a file and finds the tensors in its pickle.
    ///
    /// @throws CheckpointException when there is no such file, it is no sound archive, or its pickle holds anything that a
    ///     dictionary of tensors does not need
    public static TorchFile open(Path path) throws IOException {
        refuseEarlierVersions(path);
        StoredZip archive = StoredZip.open(path);
        try {
            return new TorchFile(archive, parameters(archive));
        } catch (IOException | RuntimeException broken) {
            archive.close();
            throw broken;
        }
    }

    private static void refuseEarlierVersions(Path path) throws IOException {
        try (BoundedFile file = BoundedFile.open(path)) {
            ByteBuffer first = file.bytes(0, (int) Math.min(1, file.length()));
            if (first.hasRemaining() && Byte.toUnsignedInt(first.get()) == PROTOCOL) {
                throw new CheckpointException(file.name(), "saved by PyTorch before 1.6, or with its old format: "
                        + "load it with a newer PyTorch and save it again with torch.save");
            }
        }
    }

    private static StoredParameters parameters(StoredZip archive) throws IOException {
        String folder = folder(archive);
        refuseBigEndian(archive, folder + "byteorder");
        PickleValue root = PickleReader.read(archive.file(), archive.bytes(folder + PICKLE, MAX_PICKLE_BYTES));
        if (!(root instanceof Dictionary(Map<String, PickleValue> items))) {
            throw new CheckpointException(archive.file(), "holds no dictionary of tensors");
        }
        var parameters = new StoredParameters(archive.file());
        var storages = new HashMap<String, BoundedFile>();
        for (Map.Entry<String, PickleValue> item : items.entrySet()) {
            if (item.getValue() instanceof Strided tensor) {
                String key = tensor.storage().key();
                BoundedFile values = storages.get(key);
                if (values == null) {
                    values = archive.checked(folder + "data/" + key);
                    storages.put(key, values);
                }
                parameters.add(StridedTensor.of(archive.file(), item.getKey(), tensor).in(values));
            }
        }
        if (parameters.names().isEmpty()) {
            throw new CheckpointException(archive.file(), "no tensor among its " + items.size() + " values");
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
