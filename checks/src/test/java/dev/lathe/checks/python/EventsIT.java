package dev.lathe.checks.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lathe.train.events.EventFiles;
import dev.lathe.train.events.EventValue;
import dev.lathe.train.events.Histogram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// TensorBoard reads our event files, and of a resumed run each step once.
@ExtendWith(PythonLibraries.class)
class EventsIT {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    private Path folder;

    @Test
    void eachStepIsReadOnce() throws IOException, InterruptedException {
        Path events = folder.resolve("events");
        EventFiles.Place place;
        try (var files = EventFiles.open(events, Optional.empty(), 1)) {
            files.add(0, EventValue.hparams(Map.of("lr", 2e-5, "shuffle", true, "schedule", "linear"), List.of("dev/loss"), Instant.now()));
            files.add(0, List.of(EventValue.text("options", "| é | 😀 |")));
            steps(files, 1, 3);
            place = files.sync();
            steps(files, 4, 5);
        }
        try (var files = EventFiles.open(events, Optional.of(place), 4)) {
            steps(files, 4, 6);
            files.add(6, List.of(EventValue.histogram("weights/layer.0", Histogram.of(List.of(new float[] {1, 2, 2, 4}), 1))));
        }
        // Killed before its first checkpoint: all of it comes again.
        Path killed = folder.resolve("killed");
        try (var files = EventFiles.open(killed, Optional.empty(), 1)) {
            files.add(0, EventValue.hparams(Map.of("lr", 1.0), List.of(), Instant.now()));
            steps(files, 1, 2);
        }
        try (var files = EventFiles.open(killed, Optional.empty(), 1)) {
            steps(files, 1, 3);
        }
        JsonNode read = read(events);
        assertEquals("[[1,0.5],[2,1.0],[3,1.5],[4,2.0],[5,2.5],[6,3.0]]", read.get("scalars").get("train/loss").toString());
        assertEquals("[[6,4.0,4.0]]", read.get("histograms").get("weights/layer.0").toString());
        assertEquals("| é | 😀 |", read.get("texts").get("options").asText());
        assertEquals(2e-5, read.get("settings").get("lr").asDouble());
        assertEquals("linear", read.get("settings").get("schedule").asText());
        assertEquals("[[1,0.5],[2,1.0],[3,1.5]]", read(killed).get("scalars").get("train/loss").toString());
    }

    private JsonNode read(Path events) throws IOException, InterruptedException {
        Path result = folder.resolve("read.json");
        Python.run("events.py", events, result);
        return MAPPER.readTree(result.toFile());
    }

    private static void steps(EventFiles files, int from, int to) throws IOException {
        for (int step = from; step <= to; step++) {
            files.add(step, List.of(EventValue.scalar("train/loss", step / 2.0)));
        }
    }
}
