package dev.lathe.train.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.rows.DataFile;
import dev.lathe.train.evaluate.ClassificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `training.json`, `report.txt` and `report.json`.
final class ResultFilesTest {

    private static final DataSplit TRAIN =
            new DataSplit("train", new DataFile(Path.of("/home/someone/a.csv"), 120, "ab12", 10), 8);
    private static final DataSplit DEV =
            new DataSplit("dev", new DataFile(Path.of("/home/someone/a.csv"), 120, "ab12", 10), 2);

    @TempDir
    Path folder;

    @Test
    void recordsOptionsSeedDataAndVersionsAndNoUsersPath() throws IOException {
        new TrainingRecord("0.1.0", "sequence-classification", "all-MiniLM-L6-v2", 42)
                .option("epochs", 5).option("lr", 2e-5).option("schedule", "linear").option("shuffle", true)
                .optionNotGiven("early-stopping").data(TRAIN).data(DEV).write(folder);
        assertEquals("""
                {
                  "task": "sequence-classification",
                  "base_model": "all-MiniLM-L6-v2",
                  "seed": 42,
                  "options": {
                    "epochs": 5,
                    "lr": 2.0E-5,
                    "schedule": "linear",
                    "shuffle": true,
                    "early-stopping": null
                  },
                  "data": {
                    "train": {
                      "file": "a.csv",
                      "bytes": 120,
                      "sha256": "ab12",
                      "rows": 10,
                      "examples": 8
                    },
                    "dev": {
                      "file": "a.csv",
                      "bytes": 120,
                      "sha256": "ab12",
                      "rows": 10,
                      "examples": 2
                    }
                  },
                  "versions": {
                    "lathe": "0.1.0",
                    "java": "%s",
                    "jvm": "%s, %s",
                    "os": "%s %s %s"
                  }
                }
                """.formatted(System.getProperty("java.runtime.version"), System.getProperty("java.vm.name"),
                System.getProperty("java.vendor"), System.getProperty("os.name"), System.getProperty("os.version"),
                System.getProperty("os.arch")), Files.readString(folder.resolve("training.json")));
    }

    @Test
    void recordsEveryOptionOnceAndFinite() {
        TrainingRecord training = new TrainingRecord("0.1.0", "t", "m", 1).option("epochs", 5);
        assertEquals("option epochs: recorded twice",
                assertThrows(IllegalArgumentException.class, () -> training.option("epochs", "6")).getMessage());
        assertEquals("option lr: NaN: JSON has no such number",
                assertThrows(IllegalArgumentException.class, () -> training.option("lr", Double.NaN)).getMessage());
    }

    @Test
    void reportsWhatWasEvaluatedForPeopleAndPrograms() throws IOException {
        ClassificationReport report = ClassificationReport.of(new int[] {0, 1}, new int[] {0, 1}, List.of("neg", "pos"));
        ReportFiles.write(folder, DEV, 0.25, report);
        assertEquals("dev: a.csv, 2 examples, loss 0.2500\n\n" + report.toText(), text("report.txt"));
        assertEquals("""
                {
                  "split": "dev",
                  "file": "a.csv",
                  "examples": 2,
                  "loss": 0.25,
                  "accuracy": 1.0,
                """, text("report.json").lines().limit(6).reduce("", (all, line) -> all + line + "\n"));
    }

    @Test
    void reportsTheTrainingLossWhereNothingWasEvaluated() throws IOException {
        ReportFiles.writeTrainingLoss(folder, TRAIN, Double.NaN);
        assertEquals("train: a.csv, 8 examples, loss NaN\n", text("report.txt"));
        assertEquals("{\n  \"split\": \"train\",\n  \"file\": \"a.csv\",\n  \"examples\": 8,\n  \"loss\": null\n}\n",
                text("report.json"));
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
