package dev.lathe.train.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/// How often files are read, by the JVM's own account of all reading.
final class FileReads {
    private FileReads() {}

    /// What is done meanwhile.
    interface Work {
        void run() throws Exception;
    }

    /// The bytes that were read of each file of a directory, by its name in there.
    static SortedMap<String, Long> in(Path directory, Path scratch, Work work) throws Exception {
        Path log = Files.createTempFile(scratch, "reads", ".jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.FileRead").withoutThreshold().withoutStackTrace().with("throttle", "off");
            recording.start();
            work.run();
            recording.stop();
            recording.dump(log);
        }
        return bytes(directory, log);
    }

    private static SortedMap<String, Long> bytes(Path directory, Path log) throws IOException {
        var bytes = new TreeMap<String, Long>();
        for (var event : RecordingFile.readAllEvents(log)) {
            Path file = Path.of(event.getString("path"));
            if (file.startsWith(directory)) {
                bytes.merge(directory.relativize(file).toString(), Math.max(0, event.getLong("bytesRead")), Long::sum);
            }
        }
        return bytes;
    }
}
