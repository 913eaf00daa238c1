package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a classifier's logits are divided by before softmax, so that its probabilities are as often right as they say:
/// `calibration.json` beside the weights, `{"temperature": 1.7}`.
///
/// Source: Guo et al., 2017, section 4.2.
///
/// @param temperature more than 0; 1 changes nothing
public record Calibration(double temperature) {
    /// The file's name.
    public static final String NAME = "calibration.json";
    /// Of a model that has none.
    public static final Calibration NONE = new Calibration(1);

    private static final String TEMPERATURE = "temperature";

    public Calibration {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature %s: needs more than 0".formatted(temperature));
        }
    }

    /// That of a model's directory, or [#NONE].
    ///
    /// @throws CheckpointException if the file is broken
    public static Calibration read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return NONE;
        }
        JsonObject json = JsonObject.read(file, 1 << 16);
        double temperature = json.real(TEMPERATURE).orElseThrow(() -> json.problem(TEMPERATURE, "missing"));
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw json.problem(TEMPERATURE, temperature + " where more than 0 is needed");
        }
        return new Calibration(temperature);
    }

    public void write(Path directory) throws IOException {
        JsonFile.write(directory.resolve(NAME), json -> {
            json.writeStartObject();
            json.writeNumberField(TEMPERATURE, temperature);
            json.writeEndObject();
        });
    }
}
