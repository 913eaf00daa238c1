package dev.lathe.bert.checkpoint.safetensors;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.EncodingSink;
import dev.lathe.bert.checkpoint.TensorEntry;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.file.HashedChannel;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/// Writes safetensors files: the same tensors give the same bytes.
///
/// The header is padded so that values begin at a multiple of 64 bytes. The file appears whole, by rename, after its
/// bytes have reached the disk: killed at any moment, the writer leaves the old file or the new one.
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 64;

    private SafetensorsWriter() {}

    /// Writes the tensors in the given order as F32, replacing a file that is there.
    ///
    /// @return the file's [Sha256]
    /// @throws IllegalArgumentException when a name is given twice or is `__metadata__`
    /// @throws IllegalStateException when a source sends fewer or more values than its shape needs
    public static String write(Path path, List<TensorToWrite> tensors) throws IOException {
        return write(path, tensors, StoredType.F32);
    }

    /// Writes the tensors in the given order as values of another type, each rounded to the nearest, ties to even.
    ///
    /// @param type [StoredType#F32], [StoredType#F16] or [StoredType#BF16]
    /// @return the file's [Sha256]
    /// @throws IllegalArgumentException when it is another type, or a name is given twice or is `__metadata__`
    /// @throws IllegalStateException when a source sends fewer or more values than its shape needs
    /// @throws ArithmeticException when a finite value is too large for the type
    public static String write(Path path, List<TensorToWrite> tensors, StoredType type) throws IOException {
        if (!type.isWritten()) {
            throw new IllegalArgumentException("safetensors: " + type + ": only F32, F16 and BF16 are written");
        }
        List<TensorEntry> entries = tensors.stream().map(tensor -> tensor.entry(type)).toList();
        byte[] header = header(entries);
        try (var unfinished = Unfinished.beside(path)) {
            String hash;
            try (var channel = HashedChannel.create(unfinished.path(), path)) {
                channel.write(ByteBuffer.wrap(header));
                for (TensorToWrite tensor : tensors) {
                    var sink = new EncodingSink(channel, tensor.entry(type));
                    tensor.values().sendTo(sink);
                    sink.finish();
                }
                hash = channel.finish();
            }
            unfinished.publish();
            return hash;
        }
    }

    private static byte[] header(List<TensorEntry> tensors) throws IOException {
        var json = new ByteArrayOutputStream();
        json.writeBytes(new byte[Long.BYTES]);
        var names = new HashSet<String>();
        try (var generator = JsonWriter.to(json, JsonLayout.LINE)) {
            generator.writeStartObject();
            generator.writeObjectFieldStart("__metadata__");
            generator.writeStringField("format", "pt");
            generator.writeEndObject();
            long begin = 0;
            for (TensorEntry tensor : tensors) {
                if (!names.add(tensor.name()) || tensor.name().equals("__metadata__")) {
                    throw new IllegalArgumentException("safetensors: '" + tensor.name() + "': name is taken");
                }
                long end = Math.addExact(begin, tensor.bytes());
                writeEntry(generator, tensor, begin, end);
                begin = end;
            }
            generator.writeEndObject();
        }
        while (json.size() % ALIGNMENT != 0) {
            json.write(' ');
        }
        byte[] header = json.toByteArray();
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length - Long.BYTES);
        return header;
    }

    private static void writeEntry(JsonGenerator json, TensorEntry entry, long begin, long end) throws IOException {
        int[] shape = entry.shape().stream().mapToInt(Integer::intValue).toArray();
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.type().name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
    }
}
