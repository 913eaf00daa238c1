package dev.lathe.train.output;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.rows.JsonRows;
import dev.lathe.train.evaluate.text.Report;
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

    /// The report of an evaluated model for programs only.
    ///
    /// @param evaluated what was evaluated
    /// @param loss the mean loss of its examples
    /// @param report the scores
    /// @return what `report.json` would hold
    /// @throws IOException if a score cannot be written
    public static byte[] json(DataSplit evaluated, double loss, Report report) throws IOException {
        return JsonWriter.object(JsonLayout.FIELDS, fields(evaluated, loss, report::writeFields));
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
    /// @throws OutputException if the file is broken
    /// @throws IOException if the file is missing
    public static double readLoss(Path directory) throws IOException {
        Path file = directory.resolve("report.json");
        try (JsonParser json = JsonRows.READER.parser(Files.readAllBytes(file))) {
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
        } catch (JacksonException broken) {
            throw new OutputException(file + ": no JSON: " + JsonFault.of(broken).said());
        }
    }

    private static void write(Path directory, DataSplit split, double loss, String text, JsonContent scores)
            throws IOException {
        Path file = directory.resolve("report.txt");
        String head = String.format(Locale.ROOT, "%s: %s, %d examples, loss %.4f",
                split.name(), split.file().name(), split.examples(), loss);
        NamedWriting.of(file, () -> Files.writeString(file, head + "\n" + text));
        Path json = directory.resolve("report.json");
        byte[] bytes = JsonWriter.object(JsonLayout.FIELDS, fields(split, loss, scores));
        NamedWriting.of(json, () -> Files.write(json, bytes));
    }

    private static JsonContent fields(DataSplit split, double loss, JsonContent scores) {
        return json -> {
            json.writeStringField("split", split.name());
            json.writeStringField("file", split.file().name());
            json.writeNumberField("examples", split.examples());
            if (Double.isFinite(loss)) {
                json.writeNumberField("loss", loss);
            } else {
                json.writeNullField("loss");
            }
            scores.writeTo(json);
        };
    }
}
