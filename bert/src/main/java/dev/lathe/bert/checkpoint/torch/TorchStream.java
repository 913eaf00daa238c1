package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.torch.PickleValue.Constant;
import dev.lathe.bert.checkpoint.torch.PickleValue.Dictionary;
import dev.lathe.bert.checkpoint.torch.PickleValue.Large;
import dev.lathe.bert.checkpoint.torch.PickleValue.Listing;
import dev.lathe.bert.checkpoint.torch.PickleValue.Storage;
import dev.lathe.bert.checkpoint.torch.PickleValue.Text;
import dev.lathe.bert.checkpoint.torch.PickleValue.Whole;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file as PyTorch saved it before version 1.6: one pickle after another (a number that says what it is, a version, facts
/// about the machine, the state dictionary, the keys of the storages), then each storage with its count of values before it.
///
/// Source: `_legacy_save` in `torch/serialization.py`.
record TorchStream(PickleValue root, Map<String, BoundedFile> storages) {
    /// 0x1950a86a20f9469cfc6c, from its lowest byte on.
    private static final Large MAGIC = new Large("6cfc9c46f9206aa85019");
    private static final long VERSION = 1001;
    private static final int MAX_PICKLES_BYTES = 1 << 25;

    /// Reads everything but the values.
    ///
    /// @throws CheckpointException when it is no such file, holds anything that a dictionary of tensors does not need, or
    ///     its storages are not as long as they say
    static TorchStream read(BoundedFile file) throws IOException {
        String name = file.name();
        ByteBuffer bytes = file.bytes(0, (int) Math.min(file.length(), MAX_PICKLES_BYTES));
        if (!PickleReader.read(name, bytes, new TorchCalls(name)).equals(MAGIC)) {
            throw new CheckpointException(name, "not a checkpoint of PyTorch: neither a zip archive nor a file of versions before 1.6");
        }
        if (!(PickleReader.read(name, bytes, new TorchCalls(name)) instanceof Whole(long version)) || version != VERSION) {
            throw new CheckpointException(name, "not the version of PyTorch's old format that is known, " + VERSION);
        }
        requireLittleEndian(name, PickleReader.read(name, bytes, new TorchCalls(name)));
        var calls = new TorchCalls(name);
        PickleValue root = PickleReader.read(name, bytes, calls);
        if (!(PickleReader.read(name, bytes, new TorchCalls(name)) instanceof Listing(List<PickleValue> keys))) {
            throw new CheckpointException(name, "no list of its storages behind its pickle");
        }
        return new TorchStream(root, places(file, bytes.position(), keys, calls.storages()));
    }

    private static void requireLittleEndian(String name, PickleValue machine) throws CheckpointException {
        if (!(machine instanceof Dictionary(Map<String, PickleValue> facts)) || facts.get("little_endian") != Constant.TRUE) {
            throw new CheckpointException(name, "not written by a little-endian machine: only such files are read");
        }
    }

    private static Map<String, BoundedFile> places(
            BoundedFile file, long start, List<PickleValue> keys, Map<String, Storage> storages) throws IOException {
        var places = new HashMap<String, BoundedFile>();
        long at = start;
        for (PickleValue value : keys) {
            Storage storage = value instanceof Text(String key) ? storages.get(key) : null;
            if (storage == null || places.containsKey(storage.key())) {
                throw new CheckpointException(file.name(), "its list of storages has one that no tensor has, or one twice");
            }
            String what = "storage '" + storage.key() + "' at byte " + at;
            if (file.length() - at < Long.BYTES) {
                throw new CheckpointException(file.name(), "cut short: " + what + " of " + file.length());
            }
            long elements = file.bytes(at, Long.BYTES).getLong();
            if (elements != storage.elements()) {
                throw new CheckpointException(file.name(), what + " has " + elements + " values: its pickle says " + storage.elements());
            }
            at += Long.BYTES;
            int size = storage.type().bytes();
            if (elements > (file.length() - at) / size) {
                throw new CheckpointException(
                        file.name(), "cut short: " + what + " has " + elements + " values of " + size + " bytes: the file ends at "
                        + file.length());
            }
            places.put(storage.key(), file.part(file.name() + "/" + storage.key(), at, elements * size));
            at += elements * size;
        }
        if (at != file.length()) {
            throw new CheckpointException(file.name(), (file.length() - at) + " bytes behind its last storage");
        }
        return places;
    }
}
