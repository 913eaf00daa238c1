package dev.lathe.train.tune;

import com.fasterxml.jackson.core.JsonParser;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Sha256;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file of JSON objects, one a line, each on the disk before [#append] returns, with its SHA-256 as the last field. A line that a kill cut
/// short is dropped when the file is opened again: what it told of was not done. One in which a bit has changed is refused: a search would
/// go another way without a word.
final class LineFile implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("(\\{.*),\"sha256\":\"([0-9a-f]{64})\"\\}");

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
        Matcher parts = LINE.matcher(line);
        if (!parts.matches() || !hash(parts.group(1) + "}").equals(parts.group(2))) {
            throw new OutputException("%s:%d: damaged; move the directory away and begin anew".formatted(file, number));
        }
        try (JsonParser json = JsonReader.SMALL.parser(line)) {
            json.nextToken();
            return JsonObject.of(file + ":" + number, JsonReader.object(json));
        }
    }

    private static String hash(String object) {
        var hash = new Sha256();
        hash.update(StandardCharsets.UTF_8.encode(object));
        return hash.hex();
    }

    /// The lines that were there when it was opened.
    List<JsonObject> lines() {
        return List.copyOf(lines);
    }

    void append(JsonContent fields) throws IOException {
        String object = new String(JsonWriter.object(JsonLayout.LINE, fields), StandardCharsets.UTF_8).strip();
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(
                "%s,\"sha256\":\"%s\"}\n".formatted(object.substring(0, object.length() - 1), hash(object)));
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
