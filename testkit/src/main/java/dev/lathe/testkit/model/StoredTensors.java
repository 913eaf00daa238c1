package dev.lathe.testkit.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/// The tensors of a safetensors file that a test writes, sound or spoilt.
public final class StoredTensors {
    private record Stored(int[] shape, float[] values) {}

    private final Map<String, Stored> tensors = new LinkedHashMap<>();

    /// Adds a tensor of normally distributed values, or replaces it.
    ///
    /// @param deviation their standard deviation
    public StoredTensors random(String name, Random random, double deviation, int... shape) {
        var values = new float[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return put(name, shape, values);
    }

    /// Adds a tensor whose values are all the same, or replaces it.
    public StoredTensors filled(String name, float value, int... shape) {
        var values = new float[size(shape)];
        Arrays.fill(values, value);
        return put(name, shape, values);
    }

    /// Removes a tensor.
    public StoredTensors without(String name) {
        take(name);
        return this;
    }

    /// Gives a tensor another name.
    public StoredTensors renamed(String from, String to) {
        tensors.put(to, take(from));
        return this;
    }

    /// Changes one value of a tensor.
    public StoredTensors with(String name, int index, float value) {
        Stored stored = take(name);
        stored.values[index] = value;
        tensors.put(name, stored);
        return this;
    }

    /// Writes the file.
    public void write(Path file) throws IOException {
        var header = new StringJoiner(",", "{", "}");
        int size = 0;
        for (var entry : tensors.entrySet()) {
            int end = size + entry.getValue().values.length * Float.BYTES;
            header.add("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}".formatted(
                    entry.getKey(), Arrays.toString(entry.getValue().shape), size, end));
            size = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + json.length + size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (Stored stored : tensors.values()) {
            for (float value : stored.values) {
                bytes.putFloat(value);
            }
        }
        Files.write(file, bytes.array());
    }

    private StoredTensors put(String name, int[] shape, float[] values) {
        tensors.put(name, new Stored(shape.clone(), values));
        return this;
    }

    private Stored take(String name) {
        Stored stored = tensors.remove(name);
        if (stored == null) {
            throw new IllegalArgumentException("no tensor '" + name + "'");
        }
        return stored;
    }

    private static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
