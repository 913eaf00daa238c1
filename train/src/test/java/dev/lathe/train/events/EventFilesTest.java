package dev.lathe.train.events;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.events.EventReader.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_250L));

    @TempDir
    private Path folder;

    private EventFiles open(Optional<EventFiles.Place> place, long step) throws IOException {
        return EventFiles.open(folder, place, step, CLOCK);
    }

    private Path file(int number) {
        return folder.resolve("events.out.tfevents.000%d.lathe".formatted(number));
    }

    /// The first record of every event file has 24 bytes, so its first twelve bytes are the same whoever writes it.
    @Test
    void beginsAsEveryEventFileDoes() throws IOException {
        open(Optional.empty(), 1).close();
        byte[] head = Arrays.copyOf(Files.readAllBytes(file(1)), 12);
        assertEquals("1800000000000000a37f4b22", HexFormat.of().formatHex(head));
        Message first = EventReader.read(file(1)).getFirst();
        assertEquals("brain.Event:2", first.text(3));
        assertEquals(1_700_000_000.25, first.real(1));
    }

    @Test
    void whatIsToldIsReadAgain() throws IOException {
        try (var events = open(Optional.empty(), 1)) {
            events.add(7, List.of(EventValue.scalar("train/loss", 0.5), EventValue.scalar("train/learning_rate", Double.NaN)));
            events.add(300, List.of(EventValue.text("options", "| é | `😀` |"),
                    EventValue.histogram("weights/layer.0", Histogram.of(List.of(new float[] {1, 2, 3}), 1))));
            var settings = new LinkedHashMap<String, Object>(Map.of("lr", 2e-5));
            settings.put("shuffle", true);
            settings.put("schedule", "linear");
            events.add(300, EventValue.hparams(settings, List.of("dev/loss"), Instant.EPOCH));
        }
        var values = EventReader.values(folder);
        assertEquals(7, values.get("train/loss").getFirst().getKey());
        assertEquals(0.5, values.get("train/loss").getFirst().getValue().real(2));
        assertTrue(Double.isNaN(values.get("train/learning_rate").getFirst().getValue().real(2)));
        Message text = values.get("options").getFirst().getValue();
        assertEquals("| é | `😀` |", text.message(8).text(8));
        assertEquals("text", text.message(9).message(1).text(1));
        assertEquals(300, values.get("weights/layer.0").getFirst().getKey());
        assertEquals(6, values.get("weights/layer.0").getFirst().getValue().message(5).real(4));
        Message start = values.get("_hparams_/session_start_info").getFirst().getValue().message(9).message(1);
        assertEquals("hparams", start.text(1));
        var given = new LinkedHashMap<String, Message>();
        start.message(2).message(3).messages(1).forEach(entry -> given.put(entry.text(1), entry.message(2)));
        assertEquals(2e-5, given.get("lr").real(2));
        assertEquals(1, given.get("shuffle").integer(4));
        assertEquals("linear", given.get("schedule").text(3));
        Message experiment = values.get("_hparams_/experiment").getFirst().getValue().message(9).message(1).message(2).message(2);
        assertEquals("dev/loss", experiment.message(5).message(1).text(2));
    }

    @Test
    void aResumedRunDropsWhatComesAgainAndSaysSo() throws IOException {
        EventFiles.Place place;
        try (var events = open(Optional.empty(), 1)) {
            add(events, 1);
            add(events, 2);
            place = events.sync();
            add(events, 3);
        }
        try (var events = open(Optional.of(place), 3)) {
            add(events, 3);
        }
        // Killed before another checkpoint, and resumed from the same.
        try (var events = open(Optional.of(place), 3)) {
            add(events, 3);
            add(events, 4);
        }
        assertEquals(List.of(file(1), file(2)), EventFiles.all(folder));
        assertEquals(List.of(1L, 2L, 3L, 4L), EventReader.values(folder).get("loss").stream().map(Map.Entry::getKey).toList());
        Message start = EventReader.read(file(2)).get(1);
        assertEquals(3, start.integer(2));
        assertEquals(1, start.message(7).integer(1), "SessionLog.START");
    }

    @Test
    void eventsOfWhichNoCheckpointKnowsStay() throws IOException {
        try (var events = open(Optional.empty(), 1)) {
            add(events, 1);
        }
        Files.writeString(folder.resolve("events.out.tfevents.123.host"), "another's");
        open(Optional.empty(), 1).close();
        assertEquals(List.of(file(1), file(2)), EventFiles.all(folder));
        EventFiles.deleteAll(folder);
        assertEquals(List.of(), EventFiles.all(folder));
        assertEquals("another's", Files.readString(folder.resolve("events.out.tfevents.123.host")));
    }

    @Test
    void aFileThatIsShorterThanAtTheCheckpointIsRefused() throws IOException {
        open(Optional.empty(), 1).close();
        long bytes = Files.size(file(1));
        var place = new EventFiles.Place(file(1).getFileName().toString(), bytes + 1);
        assertEquals(file(1) + ": %d bytes: the checkpoint goes on at %d".formatted(bytes, bytes + 1),
                assertThrows(IOException.class, () -> open(Optional.of(place), 1)).getMessage());
    }

    @Test
    void aHistogramHasEveryValueInItsBinAndNoMoreBinsThanEver() {
        var values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Message all = message(Histogram.of(List.of(values, new float[] {Float.NaN, Float.POSITIVE_INFINITY}), 10));
        assertEquals(0, all.real(1));
        assertEquals(99.9, all.real(2), 1e-12);
        assertEquals(1000, all.real(3));
        assertEquals(49950, all.real(4), 1e-6);
        assertEquals(Histogram.BINS, all.reals(6).length);
        assertEquals(99.9, all.reals(6)[Histogram.BINS - 1]);
        for (double count : all.reals(7)) {
            assertEquals(25, count);
        }
    }

    @Test
    void aHistogramOfOneValueOrOfNoneIsOneBin() {
        Message same = message(Histogram.of(List.of(new float[] {-2, -2}), 1));
        assertArrayEquals(new double[] {-2}, same.reals(6));
        assertArrayEquals(new double[] {2}, same.reals(7));
        assertEquals(0, Histogram.of(List.of(new float[] {Float.NaN}), 1).count());
    }

    private static Message message(Histogram histogram) {
        return EventReader.parsed(histogram.message().toBytes());
    }

    private static void add(EventFiles events, int step) throws IOException {
        events.add(step, List.of(EventValue.scalar("loss", step)));
    }
}
