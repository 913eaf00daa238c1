package dev.lathe.bert.checkpoint;

/// A parameter of the model behind an ONNX graph: an initializer, as it is or transposed.
///
/// @param entry name and shape as the Hugging Face checkpoint has them
/// @param start first byte of the stored values
/// @param transposed whether the file holds `[in,out]` where the entry says `[out,in]`
record OnnxParameter(TensorEntry entry, long start, boolean transposed) {}
