package dev.lathe.bert;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.FloatSource;
import dev.lathe.bert.checkpoint.SafetensorsWriter;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.nn.ModelParameter;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Brings parameters from a checkpoint into a model and back.
public final class BertWeights {
    private BertWeights() {}

    /// What loading did beyond reading.
    ///
    /// @param initialized parameters that the checkpoint lacks: a head or a pooler, set from the seed
    /// @param unused tensors of the checkpoint that the model has no place for
    public record Loaded(List<String> initialized, List<String> unused) {
        public Loaded {
            initialized = List.copyOf(initialized);
            unused = List.copyOf(unused);
        }
    }

    /// Sets every parameter from the checkpoint, with or without the prefix `bert.`, or that of another family, in either name.
    ///
    /// @param seed for the parameters of a head or pooler that the checkpoint lacks
    /// @throws CheckpointException if a tensor of the encoder is missing, or a tensor has another shape or a value
    ///     that is not finite
    public static Loaded load(Checkpoint checkpoint, List<ModelParameter> parameters, long seed) throws IOException {
        return load(checkpoint, parameters, seed, name -> false);
    }

    /// As above, but parameters for which `fresh` holds are set from the seed even if the checkpoint has them: a
    /// head for other labels.
    public static Loaded load(
            Checkpoint checkpoint, List<ModelParameter> parameters, long seed, Predicate<String> fresh)
            throws IOException {
        var initialized = new ArrayList<String>();
        var used = new HashSet<String>();
        var reading = new ParameterReading(checkpoint);
        for (ModelParameter p : parameters) {
            Optional<String> stored = StoredNames.find(checkpoint, p.name());
            stored.ifPresent(used::add);
            if (stored.isPresent() && !fresh.test(p.name())) {
                reading.add(stored.get(), p.parameter());
            } else if (StoredNames.belongsToEncoder(p.name())) {
                checkpoint.entry(p.name());
            } else {
                p.initialize(seed);
                initialized.add(p.name());
            }
        }
        reading.run();
        List<String> unused = checkpoint.names().stream()
                .filter(name -> !used.contains(name) && !StoredNames.isRepeated(name))
                .toList();
        return new Loaded(initialized, unused);
    }

    /// Sets every parameter from the checkpoint of a model that is to be used as it is.
    ///
    /// @throws CheckpointException if any tensor is missing, or has another shape or a value that is not finite
    public static void loadTrained(Checkpoint checkpoint, List<ModelParameter> parameters) throws IOException {
        var reading = new ParameterReading(checkpoint);
        for (ModelParameter p : parameters) {
            Optional<String> stored = StoredNames.find(checkpoint, p.name());
            if (stored.isEmpty() && !StoredNames.belongsToEncoder(p.name())) {
                throw new CheckpointException(
                        checkpoint.file(), "no '%s': the model is not trained for this task".formatted(p.name()));
            }
            reading.add(stored.orElse(p.name()), p.parameter());
        }
        reading.run();
    }

    /// Writes the parameters as a safetensors file, replacing one that is there.
    ///
    /// @return the file's [dev.lathe.bert.checkpoint.Sha256]
    public static String save(Path file, List<ModelParameter> parameters) throws IOException {
        return SafetensorsWriter.write(file, parameters.stream()
                .map(p -> new TensorToWrite(p.name(), dims(p.parameter().shape()), source(p.parameter())))
                .toList());
    }

    private static FloatSource source(Parameter parameter) {
        return sink -> {
            int size = parameter.shape().size();
            var slice = new float[Math.min(size, Checkpoint.SLICE)];
            for (int at = 0; at < size; at += slice.length) {
                int count = Math.min(slice.length, size - at);
                parameter.value().buffer().read(at, slice, 0, count);
                sink.accept(slice, 0, count);
            }
        };
    }

    private static List<Integer> dims(Shape shape) {
        return Arrays.stream(shape.toArray()).boxed().toList();
    }
}
