package dev.lathe.bert.directory;

import dev.lathe.bert.adapter.PeftNames;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.FloatSource;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /// Makes a model in its scope.
    @FunctionalInterface
    public interface Building<M> {
        M build(ModelScope scope) throws IOException;
    }

    /// Makes a model whose parameters a checkpoint is to give: before there is memory for one of the encoder, the
    /// checkpoint is found to have it, so that a configuration that promises more costs nothing.
    ///
    /// @param ws where the parameters live
    /// @throws CheckpointException if a tensor of the encoder is missing or has another shape
    public static <M> M build(Workspace ws, Checkpoint checkpoint, Building<M> building) throws IOException {
        return build(ws, checkpoint, ModelPlan.DENSE, building);
    }

    /// As above.
    ///
    /// @param plan of what the model is made
    public static <M> M build(Workspace ws, Checkpoint checkpoint, ModelPlan plan, Building<M> building) throws IOException {
        return build(ws, checkpoint, plan, false, building);
    }

    /// As above, but the checkpoint must have every parameter: the model is to be used as it is.
    ///
    /// @throws CheckpointException if any tensor is missing or has another shape
    public static <M> M buildTrained(Workspace ws, Checkpoint checkpoint, Building<M> building) throws IOException {
        return buildTrained(ws, checkpoint, plan(checkpoint), building);
    }

    /// As above.
    ///
    /// @param plan what [#plan] says of the checkpoint
    public static <M> M buildTrained(Workspace ws, Checkpoint checkpoint, ModelPlan plan, Building<M> building)
            throws IOException {
        return build(ws, checkpoint, plan, true, scope -> {
            M made = building.build(scope);
            if (checkpoint instanceof AdaptedCheckpoint adapted) {
                adapted.requirePlaces(scope.parameters());
            }
            return made;
        });
    }

    /// What a model is made of that has these weights: matrices, and an adapter where they are of a base with one.
    public static ModelPlan plan(Checkpoint checkpoint) {
        return checkpoint instanceof AdaptedCheckpoint adapted ? adapted.plan() : ModelPlan.DENSE;
    }

    /// What of a model an adapter leaves as it is: the encoder, and the pooler or the guesses of words if the checkpoint has them.
    /// Every other part of a head trains.
    ///
    /// @return tells that of a parameter, by its full name
    public static Predicate<String> base(Checkpoint checkpoint) {
        return name -> {
            try {
                return StoredNames.belongsToEncoder(name)
                        || StoredNames.isPretrainedHead(name) && StoredNames.find(checkpoint, name).isPresent();
            } catch (CheckpointException twice) {
                throw new UncheckedIOException(twice);
            }
        };
    }

    private static <M> M build(
            Workspace ws, Checkpoint checkpoint, ModelPlan plan, boolean trained, Building<M> building)
            throws IOException {
        ModelScope scope = ModelScope.root(ws, plan, (name, shape, own) -> {
            if (trained || StoredNames.belongsToEncoder(name) && !own) {
                try {
                    checkpoint.entry(trainedName(checkpoint, name), dims(shape));
                } catch (CheckpointException missing) {
                    throw new UncheckedIOException(missing);
                }
            }
        });
        try {
            return building.build(scope);
        } catch (UncheckedIOException missing) {
            throw missing.getCause();
        }
    }

    /// What loading did beyond reading.
    ///
    /// @param initialized parameters that the checkpoint lacks: a head, a pooler or the model's own, set from the seed
    /// @param unused tensors of the checkpoint that the model has no place for
    public record Loaded(List<String> initialized, List<String> unused) {
        public Loaded {
            initialized = List.copyOf(initialized);
            unused = List.copyOf(unused);
        }
    }

    /// Sets every parameter from the checkpoint, with or without the prefix `bert.`, or that of another family, in either name.
    ///
    /// @param seed for the parameters of a head or pooler that the checkpoint lacks, and for the model's own
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
            } else if (StoredNames.belongsToEncoder(p.name()) && !p.own()) {
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
    /// @throws CheckpointException if any tensor is missing, or has another shape or a value that is not finite, or the encoder has layers
    ///     that the model lacks
    public static void loadTrained(Checkpoint checkpoint, List<ModelParameter> parameters) throws IOException {
        StoredNames.requireNoMoreLayers(checkpoint, parameters.stream().map(ModelParameter::name).toList());
        var reading = new ParameterReading(checkpoint);
        for (ModelParameter p : parameters) {
            reading.add(trainedName(checkpoint, p.name()), p.parameter());
        }
        reading.run();
    }

    /// The name under which a trained model has a parameter, or should have it.
    private static String trainedName(Checkpoint checkpoint, String name) throws CheckpointException {
        Optional<String> stored = StoredNames.find(checkpoint, name);
        if (stored.isEmpty() && !StoredNames.belongsToEncoder(name)) {
            throw new CheckpointException(
                    checkpoint.file(), "no '%s': the model is not trained for this task".formatted(name));
        }
        return stored.orElse(name);
    }

    /// Writes the parameters as a safetensors file, replacing one that is there.
    ///
    /// @return the file's [dev.lathe.bert.checkpoint.file.Sha256]
    public static String save(Path file, List<ModelParameter> parameters) throws IOException {
        return SafetensorsWriter.write(file, parameters.stream()
                .map(p -> new TensorToWrite(p.name(), dims(p.parameter().shape()), source(p.parameter())))
                .toList());
    }

    /// Writes parameters of an adapter as a safetensors file with PEFT's names, replacing one that is there.
    ///
    /// @return the file's [dev.lathe.bert.checkpoint.file.Sha256]
    public static String saveAdapter(Path file, List<ModelParameter> parameters) throws IOException {
        boolean rows = parameters.stream().anyMatch(p -> PeftNames.isLearnedRows(p.name()));
        return SafetensorsWriter.write(file, parameters.stream()
                .map(p -> new TensorToWrite(PeftNames.stored(p.name(), rows), dims(p.parameter().shape()), source(p.parameter())))
                .toList());
    }

    /// Sets parameters of an adapter from a file that [#saveAdapter] wrote.
    ///
    /// @throws CheckpointException if any tensor is missing, or has another shape or a value that is not finite
    public static void loadAdapter(Path file, List<ModelParameter> parameters) throws IOException {
        try (var stored = new PeftCheckpoint(SafetensorsFile.open(file))) {
            loadTrained(stored, parameters);
        }
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
