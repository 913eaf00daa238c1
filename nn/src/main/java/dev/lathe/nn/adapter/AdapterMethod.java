package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.ModelScope;
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

    /// Which maps of the base get something.
    Targets targets();

    /// What stands at a map that [#targets] fit.
    ///
    /// @param place scope of the map; new parameters are its own
    /// @param base the base's map there
    /// @param in features of a row before
    /// @param out features of a row after
    AdaptedLinear at(ModelScope place, DenseLinear base, int in, int out);

    /// Whether a parameter of the base itself is trained; mostly none is.
    ///
    /// @param path its full name
    default boolean trains(String path) {
        return false;
    }
}
