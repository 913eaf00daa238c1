package dev.lathe.train.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonReader;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.evaluate.text.ScoreJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Writes `metrics.jsonl`: one JSON object for each optimiser step and each evaluation, and for each look at the layers.
///
/// A line goes to the operating system whole and at once, so whoever follows the file sees complete lines, and a killed
/// process loses none. Each has the `time` at which it was written, in UTC. JSON knows no NaN or infinity: such a number is written
/// as `null`, and the line stays readable.
///
/// Not safe for use by several threads.
public final class MetricsLog implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest;
    private final InstantSource clock;

    private MetricsLog(Path file, FileChannel channel, MessageDigest digest, InstantSource clock) {
        this.clock = clock;
        this.file = file;
        this.channel = channel;
        this.digest = digest;
    }

    /// How far a log was, for checkpoints.
    ///
    /// @param bytes its length
    /// @param sha256 the hash of what it held
    public record Place(long bytes, String sha256) {
    }

    /// Begins a log; what the file held is gone.
    ///
    /// @return the log, to be closed
    /// @throws IOException if the file can't be written
    public static MetricsLog create(Path file) throws IOException {
        return create(file, InstantSource.system());
    }

    static MetricsLog create(Path file, InstantSource clock) throws IOException {
        return new MetricsLog(file, FileChannel.open(file,
                StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE), sha256(), clock);
    }

    /// Goes on with a log where a checkpoint was taken. Lines after that place belong to steps that will run again; they
    /// are cut off.
    ///
    /// @param place what [#sync] returned when the checkpoint was taken
    /// @return the log, to be closed
    /// @throws IOException if the file can't be written, or is not what it was up to there
    public static MetricsLog resume(Path file, Place place) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean whole = false;
        try {
            if (place.bytes() < 0 || channel.size() < place.bytes()) {
                throw new IOException(file + ": " + channel.size() + " bytes: the checkpoint goes on at " + place.bytes());
            }
            channel.truncate(place.bytes());
            MessageDigest digest = sha256();
            digest.update(Channels.newInputStream(channel).readAllBytes());
            if (!hex(digest).equals(place.sha256())) {
                throw new IOException(file + ": not what was written, by its SHA-256; begin anew without --resume");
            }
            whole = true;
            return new MetricsLog(file, channel, digest, InstantSource.system());
        } finally {
            if (!whole) {
                channel.close();
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The hash of what was taken so far; more can be taken after it.
    private static String hex(MessageDigest digest) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of every JDK can be copied", e);
        }
    }

    /// Adds the line of an optimiser step.
    ///
    /// @throws IOException if writing fails
    public void step(StepMetrics step) throws IOException {
        writeLine(json -> {
            json.writeNumberField("epoch", step.epoch());
            json.writeNumberField("step", step.step());
            // As a float: 0.6931472, not the 0.6931471824645996 of its widening.
            writeFloat(json, "loss", step.loss());
            ScoreJson.write(json, "lr", step.lr());
            writeFloat(json, "grad_norm", step.gradNorm());
            json.writeNumberField("tokens", step.tokens());
            ScoreJson.write(json, "tokens_per_second", Math.rint(step.tokensPerSecond() * 10) / 10);
        });
    }

    /// Adds the line of what a step did to each layer.
    ///
    /// @param step the optimiser step
    /// @throws IOException if writing fails
    public void layers(int epoch, long step, List<LayerMetrics> layers) throws IOException {
        writeLine(json -> {
            json.writeNumberField("epoch", epoch);
            json.writeNumberField("step", step);
            json.writeObjectFieldStart("layers");
            for (LayerMetrics layer : layers) {
                json.writeObjectFieldStart(layer.layer());
                writeFloat(json, "grad_norm", (float) layer.gradNorm());
                writeFloat(json, "weight_norm", (float) layer.weightNorm());
                writeFloat(json, "update_ratio", (float) layer.updateRatio());
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /// Adds the line of an evaluation.
    ///
    /// @throws IOException if writing fails
    public void evaluation(EvaluationMetrics evaluation) throws IOException {
        writeLine(json -> {
            json.writeNumberField("epoch", evaluation.epoch());
            if (evaluation.step().isPresent()) {
                json.writeNumberField("step", evaluation.step().getAsLong());
            }
            json.writeStringField("split", evaluation.split());
            ScoreJson.write(json, "loss", evaluation.loss());
            for (Map.Entry<String, Double> score : evaluation.scores().entrySet()) {
                ScoreJson.write(json, score.getKey(), score.getValue());
            }
        });
    }

    /// The losses of all optimiser steps of a log that is written.
    ///
    /// @throws IOException if it cannot be read
    public static List<Double> stepLosses(Path file) throws IOException {
        var losses = new ArrayList<Double>();
        try (var in = Files.newInputStream(file); var lines = JsonReader.SMALL.parser(in)) {
            boolean step = false;
            while (lines.nextToken() != null) {
                switch (lines.currentToken()) {
                    case START_OBJECT -> step = true;
                    case FIELD_NAME -> step &= !lines.currentName().equals("split");
                    case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> {
                        if (step && lines.currentName().equals("loss")) {
                            losses.add(lines.getDoubleValue());
                        }
                    }
                    default -> { }
                }
            }
        }
        return losses;
    }

    /// Brings everything written onto the disk.
    ///
    /// @return how far it is, which a checkpoint keeps for [#resume]
    /// @throws IOException if writing fails
    public Place sync() throws IOException {
        return NamedWriting.of(file, () -> {
            channel.force(true);
            return new Place(channel.position(), hex(digest));
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void writeLine(JsonContent fields) throws IOException {
        byte[] line = JsonWriter.object(JsonLayout.LINE, json -> {
            fields.writeTo(json);
            json.writeStringField("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        });
        digest.update(line);
        ByteBuffer bytes = ByteBuffer.wrap(line);
        NamedWriting.of(file, () -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return bytes;
        });
    }

    private static void writeFloat(JsonGenerator json, String name, float value) throws IOException {
        if (Float.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }
}
