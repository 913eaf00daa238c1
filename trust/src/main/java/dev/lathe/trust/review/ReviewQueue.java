package dev.lathe.trust.review;

import dev.lathe.bert.checkpoint.file.WholeAppend;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/// The file of decisions and answers, a line of JSON each, to which is only added; for any number of threads and processes.
///
/// A line is on the disk when the call that adds it returns; where there is no room for it, nothing of it is left. One that a kill has torn stays as it is: the next begins behind it, and readers
/// pass over it.
public final class ReviewQueue {
    private final Path file;
    private final InstantSource clock;

    private ReviewQueue(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /// @param file made if it is not there
    /// @throws IOException if nothing can be added to it
    public static ReviewQueue at(Path file) throws IOException {
        return at(file, InstantSource.system());
    }

    static ReviewQueue at(Path file, InstantSource clock) throws IOException {
        var queue = new ReviewQueue(file, clock);
        queue.channel().close();
        return queue;
    }

    /// A new one for each line: an interrupted thread closes the one that it writes to.
    private FileChannel channel() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /// Adds a decision that waits for a person.
    ///
    /// @return its number, by which it is answered: where its line begins, in bytes
    /// @throws IOException if it could not be added
    public long add(Decision decision) throws IOException {
        return append("asked", json -> {
            json.writeStringField("model", decision.model());
            json.writeStringField("model_sha256", decision.modelHash());
            json.writeStringField("label", decision.label());
            if (Double.isFinite(decision.confidence())) {
                json.writeNumberField("confidence", (float) decision.confidence());
            } else {
                json.writeNullField("confidence");
            }
            json.writeArrayFieldStart("labels");
            for (String label : decision.labels()) {
                json.writeString(label);
            }
            json.writeEndArray();
            if (decision.text().isPresent()) {
                json.writeStringField("text", decision.text().get());
            }
            if (decision.pair().isPresent()) {
                json.writeStringField("text_pair", decision.pair().get());
            }
        });
    }

    /// Adds a person's answer, which counts in place of an earlier one.
    ///
    /// @param id of the decision
    /// @throws IOException if it could not be added
    void answer(long id, String label) throws IOException {
        append("answered", json -> {
            json.writeNumberField("of", id);
            json.writeStringField("label", label);
        });
    }

    private synchronized long append(String event, JsonContent fields) throws IOException {
        try (FileChannel channel = channel(); FileLock _ = channel.lock()) {
            long size = channel.size();
            long start = size > 0 && byteAt(channel, size - 1) != '\n' ? size + 1 : size;
            byte[] line = JsonWriter.object(JsonLayout.LINE, json -> {
                json.writeNumberField("id", start);
                json.writeStringField("time", clock.instant().toString());
                json.writeStringField("event", event);
                fields.writeTo(json);
            });
            ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
            if (start > size) {
                bytes.put((byte) '\n');
            }
            WholeAppend.of(file, channel, bytes.put(line).flip());
            return start;
        }
    }

    private static byte byteAt(FileChannel channel, long at) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, at);
        return one.get(0);
    }
}
