package dev.lathe.bert.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Small ONNX models, put together message by message; numbers of fields are those of onnx.proto.
public final class OnnxBytes {
    public static final int F32 = 1;
    public static final int I64 = 7;

    private final ProtobufBytes graph = new ProtobufBytes();

    public static byte[] model(ProtobufBytes graph) {
        return model(graph, 14);
    }

    private static byte[] model(ProtobufBytes graph, int operatorSet) {
        return new ProtobufBytes()
                .number(1, 8)
                .message(7, graph)
                .message(8, new ProtobufBytes().text(1, "").number(2, operatorSet))
                .toBytes();
    }

    public static ProtobufBytes attribute(String name, long integer) {
        return new ProtobufBytes().text(1, name).number(3, integer).number(20, 2);
    }

    public static ProtobufBytes attribute(String name, long[] integers) {
        var attribute = new ProtobufBytes().text(1, name);
        for (long integer : integers) {
            attribute.number(8, integer);
        }
        return attribute.number(20, 7);
    }

    public static ProtobufBytes attribute(String name, float real) {
        int bits = Float.floatToRawIntBits(real);
        return new ProtobufBytes().text(1, name)
                .raw(2 << 3 | 5, bits, bits >>> 8, bits >>> 16, bits >>> 24)
                .number(20, 1);
    }

    /// Values in `float_data`.
    public static ProtobufBytes listed(String name, float[] values, long... dimensions) {
        var tensor = new ProtobufBytes();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, F32).bytes(4, floats(values)).text(8, name);
    }

    /// Values in another file.
    public static ProtobufBytes external(
            String name, int type, String location, long offset, long length, long... dimensions) {
        var tensor = new ProtobufBytes();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, type).text(8, name)
                .message(13, new ProtobufBytes().text(1, "location").text(2, location))
                .message(13, new ProtobufBytes().text(1, "offset").text(2, Long.toString(offset)))
                .message(13, new ProtobufBytes().text(1, "length").text(2, Long.toString(length)))
                .number(14, 1);
    }

    public OnnxBytes input(String name, int type) {
        graph.message(11, value(name, type, 2));
        return this;
    }

    public OnnxBytes output(String name) {
        graph.message(12, new ProtobufBytes().text(1, name)
                .message(2, new ProtobufBytes().message(1, new ProtobufBytes().number(1, F32))));
        return this;
    }

    /// A tensor with axes of any length.
    private static ProtobufBytes value(String name, int type, int axes) {
        var shape = new ProtobufBytes();
        for (int axis = 0; axis < axes; axis++) {
            shape.message(1, new ProtobufBytes().text(2, "axis" + axis));
        }
        var tensor = new ProtobufBytes().number(1, type).message(2, shape);
        return new ProtobufBytes().text(1, name).message(2, new ProtobufBytes().message(1, tensor));
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

    public byte[] toBytes(int operatorSet) {
        graph.text(2, "g");
        return model(graph, operatorSet);
    }
}
