package dev.lathe.gpucheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.gpucheck.PartRun.Outcome;
import dev.lathe.testkit.StandInGpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartRunTest {
    private static final List<String> PROPERTIES =
            List.of("lathe.cuda.driver", "lathe.cuda.kernels", "lathe.cuda.cublas");
    private static final Setup SMALL = new Setup(0, true);

    @TempDir
    private Path folder;

    @AfterEach
    void forgetTheStandIn() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void whatFitsIsSound() throws IOException, InterruptedException {
        takeTheStandIn();
        PartRun run = PartRun.of(Part.TINY_BERT, SMALL, Duration.ofMinutes(1), folder);
        assertEquals(Outcome.DONE, run.outcome(), run.said());
        assertTrue(run.isSound(), run.findings().toString());
        assertTrue(run.findings().stream().filter(f -> f instanceof Finding.Check).count() >= 4);
    }

    @Test
    void whatTakesTooLongIsEndedAndItsFindingsStay() throws IOException, InterruptedException {
        takeTheStandIn();
        long begin = System.nanoTime();
        PartRun run = PartRun.of(Part.CONFORMANCE, SMALL, Duration.ofSeconds(3), folder);
        assertEquals(Outcome.TIMED_OUT, run.outcome());
        assertTrue((System.nanoTime() - begin) / 1e9 < 10);
        assertFalse(run.findings().isEmpty());
        assertFalse(run.isSound());
        Path json = folder.resolve("out.json");
        new CheckResults(json, SMALL).write(List.of(run));
        assertTrue(Files.readString(json).contains("\"timed_out\""));
        assertFalse(Files.exists(folder.resolve("out.json.next")));
    }

    @Test
    void whatFailsSaysWhy() throws IOException, InterruptedException {
        System.setProperty("lathe.cuda.driver", "libno-such.so.1");
        PartRun run = PartRun.of(Part.STEPS, SMALL, Duration.ofMinutes(1), folder);
        assertEquals(Outcome.FAILED, run.outcome());
        assertEquals("cuda: no NVIDIA driver: libno-such.so.1 was not found", run.said());
    }

    @Test
    void withoutTimeNothingIsStarted() throws IOException, InterruptedException {
        assertEquals(Outcome.SKIPPED, PartRun.of(Part.STEPS, SMALL, Duration.ofSeconds(-3), folder).outcome());
    }

    @Test
    void nvidiaSmiIsAskedByTheAddressOnTheBus() throws IOException, InterruptedException {
        takeTheStandIn();
        assertEquals(
                List.of("nvidia-smi", "--id=0000:a1:00.0", "--format=csv,noheader", "--query-gpu=name,clocks.sm"),
                NvidiaSmi.command(new Setup(1, true).pciAddress(), List.of("name", "clocks.sm")));
    }

    @Test
    void findingsKeepTheirValuesOnTheWay() {
        for (Finding finding : List.of(
                new Finding.Fact("a \"name\"", "ä text"), new Finding.Check("b", true, ""),
                new Finding.Check("c", false, "why\nnot"), new Finding.Figure("d", "GB/s", 2.5, 1e-9, 1e12))) {
            assertEquals(finding, FindingJson.read(FindingJson.line(finding)).orElseThrow());
        }
        assertTrue(FindingJson.read("{\"figure\":\"d\",\"unit\":\"GB/s\",\"med").isEmpty());
        assertTrue(FindingJson.read("{\"figure\":\"d\",\"unit\":\"GB/s\",\"median\":\"x\"}").isEmpty());
        assertTrue(FindingJson.read("some library's remark").isEmpty());
    }

    private static void takeTheStandIn() throws IOException, InterruptedException {
        assumeTrue(StandInGpu.hasCompiler(), "needs g++ to build the stand-in for a GPU");
        for (String option : StandInGpu.build(Path.of("..", "kernels")).javaOptions()) {
            int equals = option.indexOf('=');
            System.setProperty(option.substring(2, equals), option.substring(equals + 1));
        }
    }
}
