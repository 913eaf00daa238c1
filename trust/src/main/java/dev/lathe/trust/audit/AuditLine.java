package dev.lathe.trust.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of a log: an object of JSON with its number, its time, what happened, the hash of the line before, and behind all its own hash,
/// which is SHA-256 of all bytes before `,"hash"`.
///
/// @param number from 1, without gaps
/// @param previous hash of the line before; zeros for the first
/// @param hash its own
record AuditLine(long number, String previous, String hash) {
    /// What stands before the first line.
    static final AuditLine NONE = new AuditLine(0, "0".repeat(64), "0".repeat(64));

    private static final int HEX = 64;
    private static final String START = "{\"n\":";
    private static final String TIME = ",\"time\":\"";
    private static final String PREVIOUS = ",\"prev\":\"";
    private static final String HASH = ",\"hash\":\"";
    private static final String END = "\"}";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final String REMOVAL = "\"event\":\"removed\"";
    private static final Pattern REMOVED = Pattern.compile(
            "\\{\"n\":[0-9]+,\"time\":\"[^\"]+\",\"event\":\"removed\",\"to\":([0-9]{1,18}),\"last\":\"([0-9a-f]{64})\",.*", Pattern.DOTALL);

    /// A line with its bytes and the end of a line.
    record Written(AuditLine line, byte[] bytes) {}

    /// The line behind this one.
    ///
    /// @param fields writes what happened
    Written following(Instant time, JsonContent fields) throws IOException {
        byte[] object = JsonWriter.bytes(JsonLayout.LINE, json -> {
            json.writeStartObject();
            json.writeNumberField("n", number + 1);
            json.writeStringField("time", time.toString());
            fields.writeTo(json);
            json.writeStringField("prev", hash);
            json.writeEndObject();
        });
        String hashed = new String(object, 0, object.length - 1, StandardCharsets.ISO_8859_1);
        var line = new AuditLine(number + 1, hash, hashOf(hashed));
        return new Written(line, (hashed + HASH + line.hash + END + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /// @param line without its end, a character for each byte
    /// @return empty if it has not the form of a line, or its hash is another
    static Optional<AuditLine> of(String line) {
        // From behind, as all parts there have their lengths.
        int hash = line.length() - END.length() - HEX;
        int hashed = hash - HASH.length();
        int previous = hashed - 1 - HEX;
        int time = line.indexOf(TIME);
        if (!line.startsWith(START) || !line.endsWith(END) || !line.startsWith(HASH, hashed) || !line.startsWith(PREVIOUS, previous - PREVIOUS.length())
                || line.charAt(hashed - 1) != '"' || time < 0) {
            return Optional.empty();
        }
        String number = line.substring(START.length(), time);
        String own = line.substring(hash, hash + HEX);
        return NUMBER.matcher(number).matches() && hashOf(line.substring(0, hashed)).equals(own)
                ? Optional.of(new AuditLine(Long.parseLong(number), line.substring(previous, previous + HEX), own)) : Optional.empty();
    }

    /// When a line was written.
    ///
    /// @param line that [#of] has found in order
    static Instant time(String line) {
        int start = line.indexOf(TIME) + TIME.length();
        return Instant.parse(line.substring(start, line.indexOf('"', start)));
    }

    /// Up to which line a line says that all were removed for their age; only number and hash count.
    static Optional<AuditLine> removal(String line) {
        if (!line.contains(REMOVAL)) {
            return Optional.empty();
        }
        Matcher removed = REMOVED.matcher(line);
        return removed.matches()
                ? Optional.of(new AuditLine(Long.parseLong(removed.group(1)), NONE.hash, removed.group(2))) : Optional.empty();
    }

    /// What a decision's line says.
    static void write(JsonGenerator json, AuditRecord record) throws IOException {
        json.writeStringField("event", "request");
        json.writeStringField("who", record.who());
        json.writeStringField("route", record.route());
        json.writeStringField("model", record.model());
        json.writeStringField("model_sha256", record.modelHash());
        json.writeArrayFieldStart("decision");
        for (String one : record.decision()) {
            json.writeString(one);
        }
        json.writeEndArray();
        json.writeNumberField("status", record.status());
    }

    /// What the line of a step says.
    static void write(JsonGenerator json, AuditStep step) throws IOException {
        json.writeStringField("event", step.kind().word());
        for (Map.Entry<String, String> fact : step.facts().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
    }

    private static String hashOf(String text) {
        var hash = new Sha256();
        hash.update(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        return hash.hex();
    }
}
