package dev.lathe.train.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsLogTest {

    private static final StepMetrics STEP = new StepMetrics(1, 7, 0.6931472f, 2e-5, 1.25f, 12345678, 10_000);
    private static final String STEP_LINE = "{\"epoch\":1,\"step\":7,\"loss\":0.6931472,\"lr\":2.0E-5,\"grad_norm\":1.25,"
            + "\"tokens\":12345678,\"tokens_per_second\":1234.6,\"time\":\"2026-05-04T03:02:01.123Z\"}";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-05-04T03:02:01.123456Z"));

    @TempDir
    Path folder;

    @Test
    void writesStepsAndEvaluationsALineEachAndAtOnce() throws IOException {
        ClassificationReport report = ClassificationReport.of(new int[] {0, 1, 1}, new int[] {0, 1, 1}, List.of("a", "b"));
        try (MetricsLog log = MetricsLog.create(file(), CLOCK)) {
            log.step(STEP);
            assertEquals(List.of(STEP_LINE), Files.readAllLines(file()));
            log.evaluation(EvaluationMetrics.of(1, "dev", 0.25, report));
            assertEquals(List.of(STEP_LINE, "{\"epoch\":1,\"split\":\"dev\",\"loss\":0.25,\"accuracy\":1.0,\"macro_f1\":1.0,"
                    + "\"weighted_f1\":1.0,\"time\":\"2026-05-04T03:02:01.123Z\"}"), Files.readAllLines(file()));
        }
    }

    @Test
    void writesNullForWhatJsonCannotSay() throws IOException {
        try (MetricsLog log = MetricsLog.create(file(), CLOCK)) {
            log.step(new StepMetrics(1, 1, Float.NaN, 0, Float.POSITIVE_INFINITY, 5, 0));
        }
        assertEquals("{\"epoch\":1,\"step\":1,\"loss\":null,\"lr\":0.0,\"grad_norm\":null,\"tokens\":5,\"tokens_per_second\":null,"
                        + "\"time\":\"2026-05-04T03:02:01.123Z\"}\n",
                Files.readString(file()));
    }

    @Test
    void resumesAtACheckpointAndDropsWhatWillRunAgain() throws IOException {
        MetricsLog.Place place;
        try (MetricsLog log = MetricsLog.create(file(), CLOCK)) {
            log.step(STEP);
            place = log.sync();
            log.step(new StepMetrics(1, 8, 1, 1, 1, 1, 1));
        }
        Files.writeString(file(), Files.readString(file()) + "{\"epoch\":1,\"st");
        try (MetricsLog log = MetricsLog.resume(file(), place)) {
            assertEquals(place, log.sync());
            log.step(STEP);
        }
        String time = ",\"time\":\"[-0-9T:.]+Z\"";
        assertEquals((STEP_LINE + "\n" + STEP_LINE + "\n").replaceAll(time, ""), Files.readString(file()).replaceAll(time, ""));
    }

    @Test
    void findsTheLossesOfItsSteps() throws IOException {
        ClassificationReport report = ClassificationReport.of(new int[] {0, 1, 1}, new int[] {0, 1, 1}, List.of("a", "b"));
        try (MetricsLog log = MetricsLog.create(file(), CLOCK)) {
            log.step(STEP);
            log.evaluation(EvaluationMetrics.of(1, "dev", 0.25, report));
            var within = EvaluationMetrics.of(1, "dev", 0.5, report);
            log.evaluation(new EvaluationMetrics(1, OptionalLong.of(7), "dev", 0.5, within.scores()));
            log.step(new StepMetrics(1, 8, 2, 1, 1, 1, 1));
        }
        assertEquals(List.of(0.6931472, 2.0), MetricsLog.stepLosses(file()));
    }

    @Test
    void refusesToResumeALogThatIsAnother() throws IOException {
        MetricsLog.Place place;
        try (MetricsLog log = MetricsLog.create(file(), CLOCK)) {
            log.step(STEP);
            place = log.sync();
        }
        Files.writeString(file(), STEP_LINE.replace("0.69", "0.79") + "\n");
        assertEquals(file() + ": not what was written, by its SHA-256; begin anew without --resume",
                assertThrows(IOException.class, () -> MetricsLog.resume(file(), place)).getMessage());
    }

    @Test
    void refusesToResumeBehindTheEnd() throws IOException {
        Files.writeString(file(), "{}\n");
        assertEquals(file() + ": 3 bytes: the checkpoint goes on at -5",
                assertThrows(IOException.class, () -> MetricsLog.resume(file(), new MetricsLog.Place(-5, ""))).getMessage());
        assertEquals(file() + ": 3 bytes: the checkpoint goes on at 4",
                assertThrows(IOException.class, () -> MetricsLog.resume(file(), new MetricsLog.Place(4, ""))).getMessage());
    }

    @Test
    void aNewLogForgetsTheOldOne() throws IOException {
        Files.writeString(file(), "old\n");
        MetricsLog.create(file()).close();
        assertEquals("", Files.readString(file()));
    }

    private Path file() {
        return folder.resolve("metrics.jsonl");
    }
}
