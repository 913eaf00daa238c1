package dev.lathe.train.evaluate.calibration;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.Locale;

/// How good a classifier with a temperature is, and how far its probabilities are off with it and without.
///
/// @param classes of the classes
/// @param before expected calibration error without the temperature
/// @param after with it
public record CalibratedReport(Report classes, double temperature, double before, double after) implements Report {
    @Override
    public String toText() {
        return classes.toText() + String.format(Locale.ROOT, "\nECE (15 bins)      %.4f, %.4f without the temperature of %.4f\n",
                after, before, temperature);
    }

    @Override
    public String confusions() {
        return classes.confusions();
    }

    /// Writes the fields of the classes' report, and `calibration`.
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        classes.writeFields(json);
        json.writeObjectFieldStart("calibration");
        json.writeNumberField("temperature", temperature);
        json.writeNumberField("ece_before", before);
        json.writeNumberField("ece_after", after);
        json.writeEndObject();
    }
}
