package dev.lathe.bert.checkpoint;

import java.util.List;

/// A `NodeProto`: one operation of the graph, with the tensors among its attributes (a Constant's value).
record OnnxNode(String name, String operation, List<String> inputs, List<String> outputs, List<OnnxTensor> tensors) {
    OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        tensors = List.copyOf(tensors);
    }
}
