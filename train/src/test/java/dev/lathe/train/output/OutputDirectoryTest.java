package dev.lathe.train.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void appearsWholeAndLeavesNothingBeside() throws IOException {
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.REFUSE)) {
            Files.writeString(directory.partial().resolve("config.json"), "new");
            Files.createDirectory(directory.partial().resolve("1_Pooling"));
            Files.writeString(directory.partial().resolve("1_Pooling").resolve("config.json"), "{}");
            Files.writeString(directory.checkpoints().resolve("step-1"), "weights");
            assertFalse(Files.exists(out()));
            directory.complete();
            assertEquals(List.of(), directory.notices());
            assertEquals(out(), directory.out());
        }
        assertEquals(List.of("out"), entries(folder));
        assertEquals(List.of("1_Pooling", "config.json"), entries(out()));
    }

    @Test
    void createsTheParents() throws IOException {
        Path deep = folder.resolve("a").resolve("b").resolve("out");
        try (OutputDirectory directory = OutputDirectory.open(deep, ExistingOutput.REFUSE)) {
            directory.complete();
        }
        assertTrue(Files.isDirectory(deep));
    }

    @Test
    void refusesAnExistingDirectoryAndTouchesNothing() throws IOException {
        model(out(), "old");
        assertEquals(out() + ": exists; choose another directory, or overwrite it", refusal(ExistingOutput.REFUSE));
        assertEquals(List.of("out"), entries(folder));
    }

    @Test
    void keepsTheOldResultUntilTheNewOneIsComplete() throws IOException {
        model(out(), "old");
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.OVERWRITE)) {
            Files.writeString(directory.partial().resolve("config.json"), "new");
            assertEquals("old", content());
            directory.complete();
            assertEquals("new", content());
        }
        assertEquals(List.of("out"), entries(folder));
    }

    @Test
    void overwritesOnlyWhatLooksLikeAModel() throws IOException {
        Files.createDirectory(out());
        OutputDirectory.open(out(), ExistingOutput.OVERWRITE).close();
        Files.writeString(out().resolve("thesis.txt"), "years of work");
        assertEquals(out() + ": not replaced, for it holds something other than a model (no config.json);"
                + " choose another directory", refusal(ExistingOutput.OVERWRITE));
        assertEquals("years of work", Files.readString(out().resolve("thesis.txt")));
    }

    @Test
    void refusesFilesAndRoots() throws IOException {
        Files.writeString(out(), "a file");
        assertEquals(out() + ": a file, not a directory; choose another name", refusal(ExistingOutput.OVERWRITE));
        assertEquals(out() + ": a file, not a directory, so nothing can be put below it", assertThrows(OutputException.class,
                () -> OutputDirectory.open(out().resolve("below"), ExistingOutput.REFUSE)).getMessage());
        assertEquals("/: the root of the file system; name a directory below it", assertThrows(OutputException.class,
                () -> OutputDirectory.open(Path.of("/"), ExistingOutput.REFUSE)).getMessage());
    }

    @Test
    void aFreshRunReplacesTheWorkOfAKilledOneAndSaysSo() throws IOException {
        OutputDirectory.open(out(), ExistingOutput.REFUSE).close();
        Files.writeString(folder.resolve("out.partial").resolve("metrics.jsonl"), "old");
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.REFUSE)) {
            assertEquals(List.of(out() + ": deleted the work of an earlier run that did not finish"), directory.notices());
            assertFalse(directory.resuming());
            assertEquals(List.of("checkpoints"), entries(directory.partial()));
        }
    }

    @Test
    void whoDeletesACheckpointIsToldOfResume() throws IOException {
        OutputDirectory.open(out(), ExistingOutput.REFUSE).close();
        Files.createDirectory(folder.resolve("out.partial/checkpoints/step-4"));
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.REFUSE)) {
            assertEquals(List.of(out() + ": deleted the work of an earlier run that did not finish;"
                    + " --resume would have continued it"), directory.notices());
        }
    }

    @Test
    void resumesWorkStartsWithoutAnyAndIsDoneWhenItIsDone() throws IOException {
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.RESUME)) {
            assertFalse(directory.resuming());
            Files.writeString(directory.checkpoints().resolve("step-1"), "weights");
        }
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.RESUME)) {
            assertTrue(directory.resuming());
            assertFalse(directory.finished());
            assertEquals(List.of(), directory.notices());
            assertEquals(List.of("step-1"), entries(directory.checkpoints()));
            directory.complete();
        }
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.RESUME)) {
            assertTrue(directory.finished());
            assertFalse(directory.resuming());
            assertFalse(Files.exists(directory.partial()));
            assertEquals(out() + ": is complete already",
                    assertThrows(IllegalStateException.class, directory::complete).getMessage());
        }
        assertEquals(List.of("out"), entries(folder));
    }

    @Test
    void resumesAnOverwritingRunWithItsLeaveToOverwrite() throws IOException {
        model(out(), "old");
        OutputDirectory.open(out(), ExistingOutput.OVERWRITE).close();
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.RESUME)) {
            assertTrue(directory.resuming());
            Files.writeString(directory.partial().resolve("config.json"), "new");
            directory.complete();
        }
        assertEquals("new", content());
    }

    @Test
    void neverReplacesWhatAppearedDuringARunWithoutLeave() throws IOException {
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.REFUSE)) {
            model(out(), "another's");
            assertEquals(out() + ": has appeared since the run began; the result is in " + directory.partial(),
                    assertThrows(OutputException.class, directory::complete).getMessage());
        }
        assertEquals(out() + ": has appeared since the run that left out.partial began; move one of them away",
                refusal(ExistingOutput.RESUME));
        assertEquals("another's", content());
    }

    @Test
    void twoRunsNeverMix() throws IOException {
        try (OutputDirectory first = OutputDirectory.open(out(), ExistingOutput.REFUSE)) {
            for (ExistingOutput policy : ExistingOutput.values()) {
                assertEquals(out() + ": another run is writing to it; wait for it or choose another directory", refusal(policy));
            }
            assertTrue(Files.isDirectory(first.partial()));
        }
        OutputDirectory.open(out(), ExistingOutput.RESUME).close();
    }

    @Test
    void workThatNobodyGoesOnWithIsDeletedUnlessItWasWhole() throws IOException {
        try (OutputDirectory directory = OutputDirectory.openAtOnce(out(), ExistingOutput.REFUSE)) {
            Files.writeString(directory.partial().resolve("config.json"), "half");
        }
        assertEquals(List.of(), entries(folder));
        try (OutputDirectory directory = OutputDirectory.openAtOnce(out(), ExistingOutput.REFUSE)) {
            Files.writeString(directory.partial().resolve("config.json"), "whole");
            model(out(), "another's");
            assertThrows(OutputException.class, directory::complete);
        }
        assertEquals(List.of("out", "out.partial"), entries(folder));
    }

    @Test
    void aLockFileLeftByAKillBlocksNobody() throws IOException {
        Files.writeString(folder.resolve("out.lock"), "left");
        OutputDirectory.open(out(), ExistingOutput.REFUSE).close();
        assertEquals(List.of("out.partial"), entries(folder));
    }

    @Test
    void settlesEveryStateThatAKillCanLeave() throws IOException {
        for (int state = 0; state < 32; state++) {
            Path place = Files.createDirectory(folder.resolve("state" + state));
            Path out = place.resolve("out");
            boolean old = (state & 1) != 0;
            boolean complete = (state & 2) != 0;
            boolean previous = (state & 4) != 0;
            boolean discarded = (state & 8) != 0;
            boolean checkpoints = (state & 16) != 0;
            if (old) {
                model(out, "out");
            }
            if (complete) {
                model(place.resolve("out.complete"), "complete");
                if (checkpoints) {
                    model(place.resolve("out.complete").resolve("checkpoints"), "weights");
                }
            }
            if (previous) {
                model(place.resolve("out.previous"), "previous");
            }
            if (discarded) {
                model(place.resolve("out.discarded"), "discarded");
            }
            // The newest whole directory wins; one that is whole is never lost without a newer one in its place.
            String expected = complete ? "complete" : old ? "out" : previous ? "previous" : "none";
            OutputDirectory.recover(out);
            if (complete || previous || !discarded) {
                assertEquals(expected.equals("none") ? List.of() : List.of("out"), entries(place), "state " + state);
            }
            if (!expected.equals("none")) {
                assertEquals(expected, Files.readString(out.resolve("config.json")), "state " + state);
                assertEquals(List.of("config.json"), entries(out), "state " + state);
            }
        }
    }

    @Test
    void saysWhatItMended() throws IOException {
        assertEquals(Optional.empty(), OutputDirectory.recover(out()));
        model(folder.resolve("out.previous"), "old");
        assertEquals(Optional.of(out() + ": put the earlier result back in its place"), OutputDirectory.recover(out()));
        model(folder.resolve("out.previous"), "older");
        assertEquals(Optional.of(out() + ": deleted the earlier result that a killed run had replaced"),
                OutputDirectory.recover(out()));
        model(folder.resolve("out.complete"), "new");
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.RESUME)) {
            assertEquals(List.of(out() + ": put the finished result of a killed run in its place"), directory.notices());
            assertTrue(directory.finished());
        }
        assertEquals("new", content());
    }

    @Test
    void recoveryLeavesALivingRunAlone() throws IOException {
        try (OutputDirectory _ = OutputDirectory.open(out(), ExistingOutput.REFUSE)) {
            model(folder.resolve("out.complete"), "about to appear");
            assertEquals(Optional.empty(), OutputDirectory.recover(out()));
            assertTrue(Files.exists(folder.resolve("out.complete")));
        }
    }

    @Test
    void replacingALinkKeepsWhatItPointsTo() throws IOException {
        Path target = folder.resolve("target");
        model(target, "linked");
        Files.createSymbolicLink(out(), target);
        try (OutputDirectory directory = OutputDirectory.open(out(), ExistingOutput.OVERWRITE)) {
            Files.writeString(directory.partial().resolve("config.json"), "new");
            directory.complete();
        }
        assertEquals("new", content());
        assertEquals("linked", Files.readString(target.resolve("config.json")));
    }

    private Path out() {
        return folder.resolve("out");
    }

    private String content() throws IOException {
        return Files.readString(out().resolve("config.json"));
    }

    private String refusal(ExistingOutput policy) {
        return assertThrows(OutputException.class, () -> OutputDirectory.open(out(), policy)).getMessage();
    }

    private static void model(Path directory, String content) throws IOException {
        Files.createDirectory(directory);
        Files.writeString(directory.resolve("config.json"), content);
    }

    private static List<String> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return List.copyOf(entries.map(entry -> entry.getFileName().toString())
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
        }
    }
}
