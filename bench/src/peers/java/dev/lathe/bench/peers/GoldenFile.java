package dev.lathe.bench.peers;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// A JSON object under construction: recipes as text, numbers with all their digits, one line an array.
final class GoldenFile implements Closeable {

    private final JsonGenerator json;

    GoldenFile(Path path) throws IOException {
        json = new JsonFactory().createGenerator(path.toFile(), JsonEncoding.UTF8);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.writeStartObject();
    }

    void begin(String name) throws IOException {
        json.writeObjectFieldStart(name);
    }

    void end() throws IOException {
        json.writeEndObject();
    }

    void beginRows(String name) throws IOException {
        json.writeArrayFieldStart(name);
    }

    void endRows() throws IOException {
        json.writeEndArray();
    }

    void put(String name, String value) throws IOException {
        json.writeStringField(name, value);
    }

    void put(String name, double value) throws IOException {
        json.writeNumberField(name, value);
    }

    void put(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    void put(String name, double[] values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }

    void put(String name, long[] values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }

    void row(double[] values) throws IOException {
        json.writeArray(values, 0, values.length);
    }

    /// The elements of a tensor, row by row, in double.
    static double[] values(Tensor tensor) {
        Tensor plain = tensor.detach().to(ScalarType.Double).contiguous();
        var values = new double[Math.toIntExact(plain.numel())];
        new DoublePointer(plain.data_ptr()).get(values);
        return values;
    }

    @Override
    public void close() throws IOException {
        json.writeEndObject();
        json.close();
    }
}
