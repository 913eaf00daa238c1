package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import java.util.Optional;

/// What a model is made of, decided by the places of its parts: asked by [ModelScope] for each of them.
///
/// Layers say what they need and where; a plan says what stands there. So a model whose maps are of low rank, or whose encoder
/// stays as it is, is the same classes with another plan.
public interface ModelPlan {
    /// Weight matrices everywhere, all of them to be trained.
    ModelPlan DENSE = new ModelPlan() {};

    /// The map at a place.
    ///
    /// @param place scope of the layer, whose parameters' names start with its path
    /// @param in features of a row before
    /// @param out features of a row after
    /// @param weight what a weight matrix starts from when no checkpoint has it
    default Linear linear(ModelScope place, int in, int out, Initializer weight) {
        return new DenseLinear(place, in, out, weight);
    }

    /// What is done at the end of half a layer, before its input is added.
    ///
    /// @param place scope of the half's last map; new parameters are its own
    /// @param features of a row
    default Residual residual(ModelScope place, int features) {
        return Residual.PLAIN;
    }

    /// Rows before the embeddings of every text; mostly none.
    ///
    /// @param encoder scope of the encoder
    /// @param features of an embedding
    default Optional<LearnedRows> prompt(ModelScope encoder, int features) {
        return Optional.empty();
    }

    /// Rows before keys and values of every text: of layer i its keys are part 2 i, its values the next; mostly none.
    ///
    /// @param encoder scope of the encoder
    /// @param layers of the encoder
    /// @param features of a key
    default Optional<LearnedRows> prefix(ModelScope encoder, int layers, int features) {
        return Optional.empty();
    }

    /// A parameter that is there already, as another model's, and is this one's too; mostly none. Never asked of what an adapter adds.
    ///
    /// @param path its full name
    default Optional<Parameter> present(String path, Shape shape) {
        return Optional.empty();
    }

    /// Whether a parameter stays as it is: then it has no gradient and no moments, and costs a step no work.
    ///
    /// @param path its full name
    default boolean isFrozen(String path) {
        return false;
    }
}
