package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    private Path path;

    @Test
    void aFileThatCannotAppearLeavesNothingElse() throws IOException {
        Path file = path.resolve("results");
        assertThrows(IOException.class, () -> {
            try (var results = JsonLines.to(Optional.of(file), CommandRun.Recorder.with(Map.of()).surroundings())) {
                results.add(json -> json.writeNumberField("n", 1));
                Files.createDirectory(file);
                results.finish();
            }
        });
        try (var names = Files.list(path)) {
            assertEquals(List.of(file), names.toList());
        }
    }

    @Test
    void aDeviceIsWrittenToAndStays() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        ModelFolder folder = ModelFolder.in(path);
        List<String> before = folder.names();
        for (String command : List.of("predict --model @classifier --text good --output /dev/full",
                "evaluate --model @classifier --data @dev.jsonl --report /dev/full")) {
            CommandRun run = folder.run(command);
            assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: disk full: No space left on device\n"), run);
            assertEquals(before, folder.names());
        }
    }
}
