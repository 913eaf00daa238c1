package dev.lathe.gpucheck;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.run.LatheVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// The JSON file with all findings so far. Complete at any moment: each state replaces the one before by a rename.
final class CheckResults {
    private final Path file;
    private final Setup setup;
    private final String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();

    CheckResults(Path file, Setup setup) {
        this.file = file;
        this.setup = setup;
    }

    void write(List<PartRun> runs) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, JsonWriter.bytes(JsonLayout.SPACED_FIELDS, json -> {
            json.writeStartObject();
            json.writeStringField("lathe", LatheVersion.VERSION);
            json.writeStringField("jdk", Runtime.version().toString());
            json.writeStringField("date", date);
            json.writeNumberField("device", setup.device());
            json.writeBooleanField("small", setup.small());
            json.writeArrayFieldStart("parts");
            for (PartRun run : runs) {
                write(run, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(PartRun run, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("part", run.part().name().toLowerCase(Locale.ROOT));
        json.writeStringField("title", run.part().title());
        json.writeStringField("outcome", run.outcome().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("seconds", Math.round(run.seconds() * 10) / 10.0);
        json.writeArrayFieldStart("findings");
        for (Finding finding : run.findings()) {
            FindingJson.write(finding, json);
        }
        json.writeEndArray();
        json.writeStringField("said", run.said());
        json.writeEndObject();
    }
}
