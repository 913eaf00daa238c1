package dev.lathe.bert.checkpoint.onnx;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.ProtobufMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Reads one `NodeProto` with its attributes; numbers of fields are those of onnx.proto.
final class OnnxNodeReader {
    private static final int MAX_INTEGERS = 64;
    private static final int MAX_TEXT_BYTES = 64;

    private OnnxNodeReader() {}

    static OnnxNode read(ProtobufMessage message) throws IOException {
        var inputs = new ArrayList<String>();
        var outputs = new ArrayList<String>();
        var attributes = new HashMap<String, OnnxAttribute>();
        String name = "";
        String operation = "";
        String domain = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> inputs.add(message.text());
                case 2 -> outputs.add(message.text());
                case 3 -> name = message.text();
                case 4 -> operation = message.text();
                case 5 -> readAttribute(message.message(), attributes);
                case 7 -> domain = message.text();
                default -> {
                    // skipped: documentation, metadata
                }
            }
        }
        return new OnnxNode(name, operation, domain.equals("ai.onnx") ? "" : domain, inputs, outputs, attributes);
    }

    private static void readAttribute(ProtobufMessage message, HashMap<String, OnnxAttribute> attributes)
            throws IOException {
        String name = "";
        float real = 0;
        long integer = 0;
        String text = "";
        Optional<OnnxTensor> tensor = Optional.empty();
        var integers = new ArrayList<Long>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> real = Float.intBitsToFloat(message.fixed32());
                case 3 -> integer = message.varint();
                case 4 -> text = message.shortText(MAX_TEXT_BYTES);
                case 5 -> tensor = Optional.of(OnnxTensorReader.read(message.message()));
                case 8 -> readIntegers(message, integers);
                default -> {
                    // skipped: lists and graphs, which no encoder has, and documentation
                }
            }
        }
        attributes.put(name, new OnnxAttribute(real, integer, text, tensor, integers));
    }

    private static void readIntegers(ProtobufMessage message, List<Long> integers) throws IOException {
        if (message.isLengthDelimited()) {
            ProtobufMessage packed = message.message();
            while (packed.hasMoreVarints()) {
                add(message, integers, packed.packedVarint());
            }
        } else {
            add(message, integers, message.varint());
        }
    }

    private static void add(ProtobufMessage message, List<Long> integers, long number) throws CheckpointException {
        if (integers.size() == MAX_INTEGERS) {
            throw message.problem("list of more than " + MAX_INTEGERS + " numbers");
        }
        integers.add(number);
    }
}
