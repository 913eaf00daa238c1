package dev.lathe.train.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.metrics.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Writes `report.txt` for people and `report.json` for programs: the scores on the test set, else the dev set, else no more
/// than the training loss.
///
/// | key of `report.json` | |
/// |---|---|
/// | `split`, `file`, `examples` | what was evaluated |
/// | `loss` | the mean loss, `null` if it is not finite |
/// | further keys | those of [Report#writeFields]; none for the training loss |
public final class ReportFiles {

    private ReportFiles() {
    }

    /// Writes the report of an evaluated model.
    ///
    /// @param directory gets both files
    /// @param evaluated what was evaluated
    /// @param loss the mean loss of its examples
    /// @param report the scores
    /// @throws IOException if writing fails
    public static void write(Path directory, DataSplit evaluated, double loss, Report report) throws IOException {
        write(directory, evaluated, loss, "\n" + report.toText(), report::writeFields);
    }

    /// Writes the report of an evaluated model for programs only.
    ///
    /// @param file gets the keys of `report.json`
    /// @param evaluated what was evaluated
    /// @param loss the mean loss of its examples
    /// @param report the scores
    /// @throws IOException if writing fails
    public static void writeJson(Path file, DataSplit evaluated, double loss, Report report) throws IOException {
        writeJson(file, evaluated, loss, report::writeFields);
    }

    /// Writes the report of a run that had neither a test nor a dev set.
    ///
    /// @param directory gets both files
    /// @param train the training data
    /// @param loss the mean loss of the last epoch
    /// @throws IOException if writing fails
    public static void writeTrainingLoss(Path directory, DataSplit train, double loss) throws IOException {
        write(directory, train, loss, "", _ -> { });
    }

    /// The loss that a report states.
    ///
    /// @param directory has `report.json`
    /// @return the loss; not a number if it was not finite
    /// @throws IOException if the file is missing or broken
    public static double readLoss(Path directory) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(directory.resolve("report.json")))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = json.currentName().equals("loss");
                json.nextToken();
                if (found) {
                    return json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
                }
                json.skipChildren();
            }
            return Double.NaN;
        }
    }

    private static void write(Path directory, DataSplit split, double loss, String text, JsonFile.Fields scores)
            throws IOException {
        Files.writeString(directory.resolve("report.txt"), String.format(Locale.ROOT, "%s: %s, %d examples, loss %.4f",
                split.name(), split.file().name(), split.examples(), loss) + "\n" + text);
        writeJson(directory.resolve("report.json"), split, loss, scores);
    }

    private static void writeJson(Path file, DataSplit split, double loss, JsonFile.Fields scores) throws IOException {
        JsonFile.write(file, json -> {
            json.writeStringField("split", split.name());
            json.writeStringField("file", split.file().name());
            json.writeNumberField("examples", split.examples());
            if (Double.isFinite(loss)) {
                json.writeNumberField("loss", loss);
            } else {
                json.writeNullField("loss");
            }
            scores.writeTo(json);
        });
    }
}
