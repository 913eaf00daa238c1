package dev.lathe.bert.checkpoint.safetensors;

import dev.lathe.bert.checkpoint.PlacedTensor;
import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The checked header of a safetensors file; its tensors cover the data without overlap or hole.
///
/// @param dataStart where the values begin in the file
/// @param names in the order of the data
/// @param tensors by name
/// @param metadata the `__metadata__` texts
record SafetensorsHeader(
        long dataStart, List<String> names, Map<String, PlacedTensor> tensors, Map<String, String> metadata) {
    /// Bytes before the header: its length, little-endian.
    static final int LENGTH_BYTES = 8;
    /// The format's own limit.
    private static final long MAX_BYTES = 100_000_000;

    static SafetensorsHeader read(BoundedFile file) throws IOException {
        if (file.length() < LENGTH_BYTES) {
            throw new CheckpointException(file.name(), file.length() + " bytes: too short for a safetensors file");
        }
        long bytes = file.bytes(0, LENGTH_BYTES).getLong();
        long rest = file.length() - LENGTH_BYTES;
        if (bytes < 2 || bytes > rest) {
            throw new CheckpointException(file.name(), "header of " + Long.toUnsignedString(bytes)
                    + " bytes: " + rest + " follow its length; cut short, or not a safetensors file");
        }
        if (bytes > MAX_BYTES) {
            throw new CheckpointException(
                    file.name(), "header of " + bytes + " bytes: at most " + MAX_BYTES + " are allowed");
        }
        var parser = new SafetensorsHeaderParser(file, bytes);
        parser.parse();
        long dataStart = LENGTH_BYTES + bytes;
        List<PlacedTensor> placed = inOrder(parser.tensors());
        checkCover(file, placed, file.length() - dataStart);
        var byName = new LinkedHashMap<String, PlacedTensor>();
        placed.forEach(tensor -> byName.put(tensor.entry().name(), tensor));
        return new SafetensorsHeader(
                dataStart, List.copyOf(byName.keySet()), Map.copyOf(byName), Map.copyOf(parser.metadata()));
    }

    private static List<PlacedTensor> inOrder(List<PlacedTensor> tensors) {
        var sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparingLong(PlacedTensor::begin).thenComparingLong(PlacedTensor::end));
        return sorted;
    }

    private static void checkCover(BoundedFile file, List<PlacedTensor> tensors, long dataBytes)
            throws CheckpointException {
        long covered = 0;
        String before = "the header";
        for (PlacedTensor tensor : tensors) {
            String name = "'" + tensor.entry().name() + "'";
            if (tensor.begin() < covered) {
                throw new CheckpointException(
                        file.name(), name + " begins at " + tensor.begin() + ": " + before + " ends at " + covered);
            }
            if (tensor.begin() > covered) {
                throw new CheckpointException(file.name(), (tensor.begin() - covered) + " bytes between " + before
                        + " and " + name + " belong to no tensor");
            }
            if (tensor.end() > dataBytes) {
                throw new CheckpointException(file.name(), "cut short: " + name + " ends at " + tensor.end()
                        + " of the data, of which " + dataBytes + " bytes are there");
            }
            covered = tensor.end();
            before = name;
        }
        if (covered < dataBytes) {
            throw new CheckpointException(
                    file.name(), (dataBytes - covered) + " bytes after " + before + " belong to no tensor");
        }
    }
}
