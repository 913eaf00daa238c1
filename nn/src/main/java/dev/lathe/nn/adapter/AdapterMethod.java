package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.Residual;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// How a pretrained model is fitted to something new by few parameters: which, and where. A value with its own settings.
///
/// One more is a class like [Ia3] and a line in [AdapterMethods].
public interface AdapterMethod {
    /// As `--peft` has it, such as `lora`.
    String name();

    /// The settings that are not the usual ones of every training, by the names of the command's options, such as `lora-rank`: numbers, truth values
    /// and texts. Whatever changes a result is among them.
    SequencedMap<String, Object> settings();

    /// The peak learning rate of a training that names none: much higher than where all parameters are trained.
    double usualRate();

    /// Which maps of the base get something.
    default Targets targets() {
        return Targets.NONE;
    }

    /// What stands at a map that [#targets] fit.
    ///
    /// @param place scope of the map; new parameters are its own
    /// @param base the base's map there
    /// @param in features of a row before
    /// @param out features of a row after
    default AdaptedLinear at(ModelScope place, DenseLinear base, int in, int out) {
        throw new IllegalStateException("%s: has no targets, asked about %s".formatted(name(), place.path()));
    }

    /// Behind which maps of the base something stands at the end of half a layer.
    default Targets ends() {
        return Targets.NONE;
    }

    /// What stands behind a map that [#ends] fit.
    ///
    /// @param place scope of the map; new parameters are its own
    /// @param features of a row
    default Residual behind(ModelScope place, int features) {
        throw new IllegalStateException("%s: has no ends, asked about %s".formatted(name(), place.path()));
    }

    /// Rows before the embeddings of every text; mostly none. See [dev.lathe.nn.ModelPlan#prompt].
    ///
    /// @param encoder scope of the encoder
    /// @param features of an embedding
    default Optional<LearnedRows> prompt(ModelScope encoder, int features) {
        return Optional.empty();
    }

    /// Rows before keys and values of every text; mostly none. See [dev.lathe.nn.ModelPlan#prefix].
    ///
    /// @param encoder scope of the encoder
    /// @param layers of the encoder
    /// @param features of a key
    default Optional<LearnedRows> prefix(ModelScope encoder, int layers, int features) {
        return Optional.empty();
    }

    /// How many positions of every text are taken by learned rows.
    default int virtualTokens() {
        return 0;
    }

    /// Whether what is learnt can be moved into the base's own parameters.
    default boolean merges() {
        return true;
    }

    /// What it does in the course of a training; mostly nothing.
    ///
    /// @param trained parameters of the model that are trained
    /// @param steps of the optimiser, of the whole training
    /// @param states where it keeps what it remembers: as long as the training
    default Optional<AdapterCourse> course(List<Parameter> trained, int steps, Workspace states) {
        return Optional.empty();
    }

    /// Whether a parameter of the base itself is trained; mostly none is.
    ///
    /// @param path its full name
    default boolean trains(String path) {
        return false;
    }
}
