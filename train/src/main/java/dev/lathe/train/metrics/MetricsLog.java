package dev.lathe.train.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Writes `metrics.jsonl`: one JSON object for each optimiser step and each evaluation.
///
/// A line goes to the operating system whole and at once, so whoever follows the file sees complete lines, and a killed
/// process loses none. JSON knows no NaN or infinity: such a number is written as `null`, and the line stays readable.
///
/// Not safe for use by several threads.
public final class MetricsLog implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final FileChannel channel;

    private MetricsLog(FileChannel channel) {
        this.channel = channel;
    }

    /// Begins a log; what the file held is gone.
    ///
    /// @param file the file
    /// @return the log, to be closed
    /// @throws IOException if the file can't be written
    public static MetricsLog create(Path file) throws IOException {
        return new MetricsLog(FileChannel.open(file,
                StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    /// Goes on with a log where a checkpoint was taken. Lines after that place belong to steps that will run again; they
    /// are cut off.
    ///
    /// @param file the file
    /// @param position what [#sync] returned when the checkpoint was taken
    /// @return the log, to be closed
    /// @throws IOException if the file can't be written, or is shorter than the position
    public static MetricsLog resume(Path file, long position) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        if (channel.size() < position) {
            long size = channel.size();
            channel.close();
            throw new IOException(file + ": " + size + " bytes: the checkpoint goes on at " + position);
        }
        channel.truncate(position).position(position);
        return new MetricsLog(channel);
    }

    /// Adds the line of an optimiser step.
    ///
    /// @param step the step
    /// @throws IOException if writing fails
    public void step(StepMetrics step) throws IOException {
        writeLine(json -> {
            json.writeNumberField("epoch", step.epoch());
            json.writeNumberField("step", step.step());
            // As a float: 0.6931472, not the 0.6931471824645996 of its widening.
            writeFloat(json, "loss", step.loss());
            ScoreJson.write(json, "lr", step.lr());
            writeFloat(json, "grad_norm", step.gradNorm());
            ScoreJson.write(json, "tokens_per_second", Math.rint(step.tokensPerSecond() * 10) / 10);
        });
    }

    /// Adds the line of an evaluation.
    ///
    /// @param evaluation the evaluation
    /// @throws IOException if writing fails
    public void evaluation(EvaluationMetrics evaluation) throws IOException {
        writeLine(json -> {
            json.writeNumberField("epoch", evaluation.epoch());
            json.writeStringField("split", evaluation.split());
            ScoreJson.write(json, "loss", evaluation.loss());
            for (Map.Entry<String, Double> score : evaluation.scores().entrySet()) {
                ScoreJson.write(json, score.getKey(), score.getValue());
            }
        });
    }

    /// Brings everything written onto the disk.
    ///
    /// @return the place after the last line, which a checkpoint keeps for [#resume]
    /// @throws IOException if writing fails
    public long sync() throws IOException {
        channel.force(true);
        return channel.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void writeLine(Fields fields) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void writeFloat(JsonGenerator json, String name, float value) throws IOException {
        if (Float.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }

    @FunctionalInterface
    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
