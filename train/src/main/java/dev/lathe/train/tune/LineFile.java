package dev.lathe.train.tune;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonReader;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A file of JSON objects, one a line, each on the disk before [#append] returns. A line that a kill cut short is dropped when the file
/// is opened again: what it told of was not done.
final class LineFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final List<JsonObject> lines = new ArrayList<>();

    private LineFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @throws OutputException naming a whole line that is no JSON object
    static LineFile open(Path file) throws IOException {
        byte[] held = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int whole = held.length;
        while (whole > 0 && held[whole - 1] != '\n') {
            whole--;
        }
        var opened = new LineFile(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        boolean sound = false;
        try {
            for (String line : new String(held, 0, whole, StandardCharsets.UTF_8).lines().toList()) {
                opened.lines.add(parsed(file, opened.lines.size() + 1, line));
            }
            opened.channel.truncate(whole).position(whole);
            sound = true;
            return opened;
        } finally {
            if (!sound) {
                opened.close();
            }
        }
    }

    private static JsonObject parsed(Path file, int number, String line) throws IOException {
        try (JsonParser json = JsonReader.SMALL.parser(line)) {
            json.nextToken();
            return JsonObject.of(file + ":" + number, JsonReader.object(json));
        } catch (JacksonException broken) {
            throw new OutputException("%s:%d: damaged; move the directory away and begin anew".formatted(file, number));
        }
    }

    /// The lines that were there when it was opened.
    List<JsonObject> lines() {
        return List.copyOf(lines);
    }

    void append(JsonContent fields) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(JsonWriter.object(JsonLayout.LINE, fields));
        NamedWriting.of(file, () -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return bytes;
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
