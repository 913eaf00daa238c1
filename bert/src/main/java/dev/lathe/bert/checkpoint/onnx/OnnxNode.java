package dev.lathe.bert.checkpoint.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `NodeProto`: one operation of the graph.
///
/// @param domain whose operation it is; empty for ONNX's own
record OnnxNode(
        String name, String operation, String domain, List<String> inputs, List<String> outputs,
        Map<String, OnnxAttribute> attributes) {
    OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    boolean is(String wanted) {
        return operation.equals(wanted);
    }

    /// An input; empty where it is left out.
    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /// Whether there are just so many inputs.
    boolean is(String wanted, int count) {
        return operation.equals(wanted) && inputs.size() == count;
    }

    long integer(String attribute, long absent) {
        return Optional.ofNullable(attributes.get(attribute)).map(OnnxAttribute::integer).orElse(absent);
    }

    float real(String attribute, float absent) {
        return Optional.ofNullable(attributes.get(attribute)).map(OnnxAttribute::real).orElse(absent);
    }

    List<Long> integers(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(OnnxAttribute::integers).orElse(List.of());
    }

    String text(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(OnnxAttribute::text).orElse("");
    }

    /// What a Constant holds, where it is a tensor.
    Optional<OnnxTensor> constant() {
        return is("Constant")
                ? Optional.ofNullable(attributes.get("value")).flatMap(OnnxAttribute::tensor)
                : Optional.empty();
    }

    /// The node as messages name it.
    String described() {
        return "'" + name + "' (" + operation + ")";
    }
}
