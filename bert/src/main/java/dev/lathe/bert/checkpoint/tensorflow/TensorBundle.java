package dev.lathe.bert.checkpoint.tensorflow;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.ByteWindow;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.ProtobufMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The files of a TensorFlow checkpoint (its second format): an index, and one or more files of values.
///
/// Source: `tensorflow/core/util/tensor_bundle` and `tensor_bundle.proto` of TensorFlow.
final class TensorBundle implements AutoCloseable {
    private static final String INDEX = ".index";
    private static final int MAX_SHARDS = 1_000;

    private final BundleFiles files;
    private final BoundedFile index;
    private final List<BoundedFile> shards = new ArrayList<>();
    private final Map<String, BundleEntry> entries = new LinkedHashMap<>();

    private TensorBundle(BundleFiles files, BoundedFile index) {
        this.files = files;
        this.index = index;
    }

    /// Opens the index and every data file; the values stay unread.
    ///
    /// @throws CheckpointException when a file is missing or broken, or tensors overlap or leave their file
    static TensorBundle open(BundleFiles files) throws IOException {
        var bundle = new TensorBundle(files, files.open(INDEX));
        try {
            bundle.readIndex();
            bundle.checkPlaces();
            return bundle;
        } catch (IOException | RuntimeException broken) {
            bundle.close();
            throw broken;
        }
    }

    /// Name of the index, with which messages begin.
    String file() {
        return index.name();
    }

    /// All tensors by the names of their variables, in alphabetical order.
    Map<String, BundleEntry> entries() {
        return entries;
    }

    /// Where a variable's values are, once their checksum has been found right.
    BoundedFile verified(String variable, BundleEntry entry) throws IOException {
        BoundedFile shard = shards.get(entry.shard());
        int found = MaskedCrc.of(shard, entry.offset(), entry.bytes());
        if (found != entry.checksum()) {
            throw new CheckpointException(shard.name(), "'%s': crc32c is %08x: %s says %08x".formatted(
                    variable, found, index.name(), entry.checksum()));
        }
        return shard;
    }

    private void readIndex() throws IOException {
        Map<String, ProtobufMessage.Span> values = SortedTable.read(index);
        var window = new ByteWindow(index);
        ProtobufMessage.Span header = values.get("");
        if (header == null) {
            throw new CheckpointException(index.name(), "no header among its " + values.size() + " entries");
        }
        openShards(new ProtobufMessage(window, header.start(), header.end()));
        for (Map.Entry<String, ProtobufMessage.Span> value : values.entrySet()) {
            String variable = value.getKey();
            // A key that begins with a zero byte is that of a slice; the whole tensor has an entry of its own.
            if (!variable.isEmpty() && variable.charAt(0) != 0) {
                ProtobufMessage.Span span = value.getValue();
                entries.put(variable, BundleEntry.read(new ProtobufMessage(window, span.start(), span.end())));
            }
        }
    }

    private void openShards(ProtobufMessage header) throws IOException {
        long count = 0;
        while (header.next()) {
            switch (header.field()) {
                case 1 -> count = header.varint();
                case 2 -> {
                    if (header.varint() != 0) {
                        throw new CheckpointException(index.name(), "its values are big-endian: only little-endian is read");
                    }
                }
                default -> {
                    // skipped: versions
                }
            }
        }
        if (count < 1 || count > MAX_SHARDS) {
            throw new CheckpointException(index.name(), count + " data files: 1 to " + MAX_SHARDS + " are read");
        }
        for (int i = 0; i < count; i++) {
            shards.add(files.open(String.format(Locale.ROOT, ".data-%05d-of-%05d", i, count)));
        }
    }

    private void checkPlaces() throws CheckpointException {
        var names = new ArrayList<>(entries.keySet());
        names.sort(Comparator.comparingInt((String name) -> entries.get(name).shard())
                .thenComparingLong(name -> entries.get(name).offset()));
        String before = "";
        int shard = -1;
        long end = 0;
        for (String name : names) {
            BundleEntry entry = entries.get(name);
            if (entry.shard() < 0 || entry.shard() >= shards.size()) {
                throw new CheckpointException(
                        index.name(), "'" + name + "' is in data file " + entry.shard() + " of " + shards.size());
            }
            end = entry.shard() == shard ? end : 0;
            shard = entry.shard();
            if (entry.offset() < end) {
                throw new CheckpointException(index.name(), "'" + name + "' begins at byte " + entry.offset() + ": "
                        + (before.isEmpty() ? "no such byte" : "'" + before + "' ends at " + end));
            }
            long length = shards.get(shard).length();
            if (entry.bytes() < 0 || entry.bytes() > length - entry.offset()) {
                throw new CheckpointException(shards.get(shard).name(), "cut short: '" + name + "' of " + entry.bytes()
                        + " bytes begins at byte " + entry.offset() + " of " + length);
            }
            end = entry.offset() + entry.bytes();
            before = name;
        }
    }

    @Override
    public void close() throws IOException {
        index.close();
        for (BoundedFile shard : shards) {
            shard.close();
        }
    }
}
