package dev.lathe.bert.checkpoint.file;

import java.io.IOException;
import java.nio.file.Path;

/// Another process that wants a lock: ends with 0 if it was free.
final class LockProbe {
    static final int FREE = 0;
    static final int TAKEN = 3;
    static final int NO_ROOM = 4;

    private LockProbe() {}

    public static void main(String... arguments) {
        try {
            System.exit(LockFile.tryAcquire(Path.of(arguments[0])).isPresent() ? FREE : TAKEN);
        } catch (IOException noRoom) {
            System.exit(NO_ROOM);
        }
    }

    static int ask(Path file) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path"), LockProbe.class.getName(), file.toString())
                .inheritIO().start().waitFor();
    }
}
