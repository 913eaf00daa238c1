package dev.lathe.bert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Small ONNX models, put together message by message; numbers of fields are those of onnx.proto.
public final class OnnxBytes {
    public static final int F32 = 1;
    public static final int I64 = 7;

    private final ProtobufBytes graph = new ProtobufBytes();

    public static byte[] model(ProtobufBytes graph) {
        return new ProtobufBytes()
                .number(1, 8)
                .message(7, graph)
                .message(8, new ProtobufBytes().text(1, "").number(2, 14))
                .toBytes();
    }

    public static byte[] floats(float... values) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    public static byte[] longs(long... values) {
        var bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    public static ProtobufBytes tensor(String name, int type, byte[] raw, long... dimensions) {
        var tensor = new ProtobufBytes();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, type).text(8, name).bytes(9, raw);
    }

    public static ProtobufBytes node(String operation, String name, String output, String... inputs) {
        var node = new ProtobufBytes();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(3, name).text(4, operation);
    }

    public OnnxBytes weight(String name, float[] values, long... dimensions) {
        graph.message(5, tensor(name, F32, floats(values), dimensions));
        return this;
    }

    public OnnxBytes initializer(ProtobufBytes tensor) {
        graph.message(5, tensor);
        return this;
    }

    public OnnxBytes node(ProtobufBytes node) {
        graph.message(1, node);
        return this;
    }

    public OnnxBytes constant(String output, ProtobufBytes tensor) {
        var attribute = new ProtobufBytes().text(1, "value").message(5, tensor).number(20, 4);
        graph.message(1, node("Constant", "/" + output, output).message(5, attribute));
        return this;
    }

    public byte[] toBytes() {
        return model(graph);
    }
}
