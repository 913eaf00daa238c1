package dev.lathe.bert.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes state dictionaries as `torch.save` does, sound or not.
public final class TinyTorch {
    private final PickleBytes pickle;
    private final Map<String, byte[]> storages = new LinkedHashMap<>();
    private String byteOrder = "little";

    /// Begins an `OrderedDict` with its items.
    public TinyTorch() {
        pickle = PickleBytes.protocol2().global("collections", "OrderedDict").code('q', 0).code(')', 'R', 'q', 1, '(');
    }

    /// An archive with this pickle and one storage.
    public static byte[] archive(byte[] pickle, byte[] storage) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("model/data.pkl", pickle);
        files.put("model/data/0", storage);
        return zip(files);
    }

    public TinyTorch byteOrder(String order) {
        byteOrder = order;
        return this;
    }

    public TinyTorch storage(String key, byte[] bytes) {
        storages.put(key, bytes);
        return this;
    }

    /// A tensor of floats with a storage of its own.
    public TinyTorch tensor(String name, float[] values, long... size) {
        String key = Integer.toString(storages.size());
        storage(key, OnnxBytes.floats(values));
        return view(name, "FloatStorage", key, values.length, 0, size, rows(size));
    }

    public TinyTorch view(
            String name, String type, String key, long elements, long offset, long[] size, long[] stride) {
        pickle.text(name);
        tensor(pickle, type, key, elements, offset, size, stride);
        return this;
    }

    /// The instructions for one tensor.
    public static PickleBytes tensor(
            PickleBytes to, String type, String key, long elements, long offset, long[] size, long[] stride) {
        return to.global("torch._utils", "_rebuild_tensor_v2").code('(', '(')
                .text("storage").global("torch", type).text(key).text("cpu").whole(elements).code('t', 'Q')
                .whole(offset).tuple(size).tuple(stride)
                .code(0x89).global("collections", "OrderedDict").code(')', 'R', 't', 'R');
    }

    /// A tensor that is a `torch.nn.Parameter`.
    public TinyTorch parameter(String name, float[] values, long... size) {
        String key = Integer.toString(storages.size());
        storage(key, OnnxBytes.floats(values));
        pickle.text(name).global("torch._utils", "_rebuild_parameter").code('(');
        tensor(pickle, "FloatStorage", key, values.length, 0, size, rows(size));
        pickle.code(0x88).global("collections", "OrderedDict").code(')', 'R', 't', 'R');
        return this;
    }

    public TinyTorch value(String name, PickleBytes instructions) {
        pickle.text(name);
        for (byte b : instructions.toBytes()) {
            pickle.code(b);
        }
        return this;
    }

    static long[] rows(long... size) {
        var stride = new long[size.length];
        long step = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            stride[axis] = step;
            step *= size[axis];
        }
        return stride;
    }

    public byte[] toBytes() throws IOException {
        // The items, then the attribute that every module's state dictionary has.
        pickle.code('u', '}').text("_metadata").global("collections", "OrderedDict").code(')', 'R')
                .text("").code('}').text("version").whole(1).code('s', 's', 's', 'b', '.');
        var files = new LinkedHashMap<String, byte[]>();
        files.put("model/data.pkl", pickle.toBytes());
        files.put("model/byteorder", byteOrder.getBytes(StandardCharsets.US_ASCII));
        storages.forEach((key, bytes) -> files.put("model/data/" + key, bytes));
        files.put("model/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return zip(files);
    }

    /// An archive of stored files.
    public static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                var crc = new CRC32();
                crc.update(file.getValue());
                var entry = new ZipEntry(file.getKey());
                entry.setSize(file.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
