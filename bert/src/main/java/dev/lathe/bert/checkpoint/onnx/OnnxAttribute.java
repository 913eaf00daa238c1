package dev.lathe.bert.checkpoint.onnx;

import java.util.List;
import java.util.Optional;

/// An `AttributeProto`: one setting of a node. What is not given is 0 or empty.
///
/// @param real a number of the kind `float`
/// @param integer a number of the kind `int`
/// @param text a short text
/// @param tensor a constant
/// @param integers a list of numbers
record OnnxAttribute(float real, long integer, String text, Optional<OnnxTensor> tensor, List<Long> integers) {
    OnnxAttribute {
        integers = List.copyOf(integers);
    }
}
