package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import java.util.List;

/// A tensor that is to go into a new checkpoint.
///
/// @param name the parameter's path
/// @param shape its dimensions, outermost first
/// @param values asked for once, when its turn comes
public record TensorToWrite(String name, List<Integer> shape, FloatSource values) {
    /// Copies the shape.
    public TensorToWrite {
        shape = List.copyOf(shape);
    }

    /// A tensor whose values are all in one array.
    public static TensorToWrite of(String name, List<Integer> shape, float[] values) {
        return new TensorToWrite(name, shape, sink -> sink.accept(values, 0, values.length));
    }

    /// A tensor of another checkpoint, which must stay open until this one is written; read in slices of at most
    /// [Checkpoint#SLICE] values.
    ///
    /// @throws CheckpointException when there is no such tensor
    public static TensorToWrite copyOf(Checkpoint from, String name) throws CheckpointException {
        TensorEntry entry = from.entry(name);
        return new TensorToWrite(name, entry.shape(), sink -> {
            float[] slice = new float[(int) Math.min(entry.elements(), Checkpoint.SLICE)];
            for (long first = 0; first < entry.elements(); first += slice.length) {
                int count = (int) Math.min(slice.length, entry.elements() - first);
                from.read(name, first, slice, 0, count);
                sink.accept(slice, 0, count);
            }
        });
    }

    public TensorEntry entry(StoredType type) {
        return new TensorEntry(name, type, shape);
    }
}
