package dev.lathe.train.run.weights;

import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.directory.AdapterDirectory;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.nn.ModelParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The weights that a run keeps: the whole model's, or with an adapter those that train.
///
/// @param parameters whose values they are
/// @param ofAdapter whether they are written as an adapter's
public record RunWeights(List<ModelParameter> parameters, boolean ofAdapter) {
    static RunWeights ofModel(List<ModelParameter> parameters) {
        return new RunWeights(parameters, false);
    }

    static RunWeights ofAdapter(List<ModelParameter> parameters) {
        return new RunWeights(parameters.stream().filter(p -> !p.parameter().isFrozen()).toList(), true);
    }

    /// The file's name in a result or a checkpoint.
    public String name() {
        return ofAdapter ? AdapterDirectory.WEIGHTS : WeightFiles.SINGLE;
    }

    /// How many the weights take.
    public long bytes() {
        return parameters.stream().mapToLong(p -> (long) p.parameter().shape().size() * Float.BYTES).sum();
    }

    /// Writes the file [#name] into a directory.
    ///
    /// @return its SHA-256
    public String saveIn(Path directory) throws IOException {
        return save(directory.resolve(name()));
    }

    /// @return the SHA-256 of the file
    String save(Path file) throws IOException {
        return ofAdapter ? BertWeights.saveAdapter(file, parameters) : BertWeights.save(file, parameters);
    }

    /// Sets the parameters to what a file has.
    ///
    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException if it is broken, or one of another model
    public void load(Path file) throws IOException {
        if (ofAdapter) {
            BertWeights.loadAdapter(file, parameters);
            return;
        }
        try (var stored = SafetensorsFile.open(file)) {
            BertWeights.loadTrained(stored, parameters);
        }
    }
}
