package dev.lathe.cli.monitor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A text of a stream, and when it was written.
///
/// @param time as the line says, or when it came
public record StreamItem(Instant time, String text) {
    /// Seconds since 1970 beyond the year 5138; larger numbers are milliseconds.
    private static final double MILLIS_FROM = 1e11;
    private static final double LAST_MILLIS = 4e15;
    private static final double SECOND = 1e3;

    /// What a line says.
    public sealed interface Reading {
        /// A text, and when it was written.
        record Read(StreamItem item) implements Reading {}

        /// An empty line, which is nothing.
        record Blank() implements Reading {}

        /// What is wrong with it.
        record Unreadable(String why) implements Reading {}
    }

    /// How lines are written.
    ///
    /// @param isJson whether each is a JSON object; else it is a text
    /// @param textField where an object has its text
    /// @param timeField where an object may have its time
    /// @param clock tells when a line came
    public record Form(boolean isJson, String textField, String timeField, InstantSource clock) {
        public Reading read(GrowingLines.Line line) throws IOException {
            if (line.isTooLong()) {
                return new Reading.Unreadable("longer than 1 MiB");
            }
            String text;
            try {
                text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.bytes())).toString();
            } catch (CharacterCodingException e) {
                return new Reading.Unreadable("not UTF-8");
            }
            if (text.isBlank()) {
                return new Reading.Blank();
            }
            return isJson ? object(text) : new Reading.Read(new StreamItem(clock.instant(), text.strip()));
        }

        private Reading object(String line) throws IOException {
            try (JsonParser json = JsonReader.SMALL.parser(line)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    return new Reading.Unreadable("not a JSON object");
                }
                var fields = JsonReader.object(json);
                if (!(fields.get(textField) instanceof String text)) {
                    return new Reading.Unreadable("no text in '%s'".formatted(textField));
                }
                return new Reading.Read(new StreamItem(time(fields.get(timeField)), text));
            } catch (JacksonException e) {
                return new Reading.Unreadable(JsonFault.of(e).said());
            } catch (DateTimeException e) {
                return new Reading.Unreadable("'%s' is no time: 2026-01-31T12:00:00Z or seconds since 1970".formatted(timeField));
            }
        }

        private Instant time(@Nullable Object value) {
            return switch (value) {
                case null -> clock.instant();
                case String written -> OffsetDateTime.parse(written).toInstant();
                case Number number -> instant(number.doubleValue());
                default -> throw new DateTimeException("neither text nor number");
            };
        }

        private static Instant instant(double number) {
            double millis = Math.abs(number) < MILLIS_FROM ? number * SECOND : number;
            if (!(Math.abs(millis) < LAST_MILLIS)) {
                throw new DateTimeException("beyond all calendars");
            }
            return Instant.ofEpochMilli((long) millis);
        }
    }
}
