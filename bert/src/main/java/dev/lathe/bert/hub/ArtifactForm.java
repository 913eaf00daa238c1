package dev.lathe.bert.hub;

import dev.lathe.bert.directory.SentenceModules;

/// In which form an artifact carries a model; one record for each form that can be imported.
public sealed interface ArtifactForm {
    /// The file that holds the weights, by which the artifact is told.
    PackedFile weights();

    /// An exported sentence encoder and its tokenizer.
    ///
    /// @param weights the `.onnx` file
    /// @param tokenizer the `tokenizer.json`
    /// @param sentence how the model pools
    record Onnx(PackedFile weights, PackedFile tokenizer, SentenceModules sentence) implements ArtifactForm {}

    /// A TensorFlow SavedModel in a zip archive of stored files, which is one entry of the jar.
    record SavedModel(PackedFile archive) implements ArtifactForm {
        @Override
        public PackedFile weights() {
            return archive;
        }
    }
}
