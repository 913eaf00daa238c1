package dev.lathe.train.run.weights;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import dev.lathe.optim.Optimizer;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What the optimiser remembers, as the file `moments.safetensors` of a checkpoint: the names of its states before those of
/// parameters, such as `first.` and `second.` of AdamW, and `value.` of parameters that the model itself does not have.
public final class MomentsFile {
    public static final String NAME = "moments.safetensors";

    private MomentsFile() {}

    /// @return the file's SHA-256
    public static String write(Path checkpoint, List<Optimizer.State> states) throws IOException {
        List<TensorToWrite> tensors = states.stream().map(state -> toWrite(name(state), state.value())).toList();
        return SafetensorsWriter.write(checkpoint.resolve(NAME), tensors);
    }

    private static String name(Optimizer.State state) {
        return state.name() + "." + state.parameter().name();
    }

    private static TensorToWrite toWrite(String name, Tensor tensor) {
        return new TensorToWrite(name, shape(tensor), sink -> {
            int size = tensor.shape().size();
            var slice = new float[Math.min(size, Checkpoint.SLICE)];
            for (int at = 0; at < size; at += slice.length) {
                int count = Math.min(slice.length, size - at);
                tensor.buffer().read(at, slice, 0, count);
                sink.accept(slice, 0, count);
            }
        });
    }

    /// Sets the states to what they were.
    ///
    /// @throws CheckpointException if the file is missing or broken, or those of a parameter are not there
    public static void read(Path checkpoint, List<Optimizer.State> states) throws IOException {
        try (var file = SafetensorsFile.open(checkpoint.resolve(NAME))) {
            for (Optimizer.State state : states) {
                read(file, name(state), state.value());
            }
        }
    }

    private static void read(Checkpoint file, String name, Tensor tensor) throws IOException {
        file.entry(name, shape(tensor));
        int size = tensor.shape().size();
        var slice = new float[Math.min(size, Checkpoint.SLICE)];
        for (int at = 0; at < size; at += slice.length) {
            int count = Math.min(slice.length, size - at);
            file.read(name, at, slice, 0, count);
            tensor.buffer().write(at, slice, 0, count);
        }
    }

    private static List<Integer> shape(Tensor tensor) {
        return Arrays.stream(tensor.shape().toArray()).boxed().toList();
    }
}
