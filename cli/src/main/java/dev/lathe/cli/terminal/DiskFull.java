package dev.lathe.cli.terminal;

import java.io.IOException;
import java.util.List;

/// Recognises a disk without room, or without leave to fill it. Java has no exception type for it, only the system's sentence; the
/// launcher sees to it that the sentence is in English.
public final class DiskFull {
    private static final List<String> SENTENCES = List.of("No space left on device", "Disk quota exceeded");

    /// What a limit on the size of files, such as that of `ulimit -f`, is answered with.
    private static final String TOO_LARGE = "File too large";

    private DiskFull() {
    }

    /// A sentence of the system with words in front that say what it means.
    static String explained(String sentence) {
        if (isNamedIn(sentence)) {
            return "disk full: " + sentence;
        }
        return sentence.contains(TOO_LARGE) ? "limit on the size of files: " + sentence : sentence;
    }

    /// Whether a failure comes from a disk without room.
    ///
    /// @param e the failure
    /// @return whether its message says so
    public static boolean isCauseOf(IOException e) {
        return e.getMessage() != null && isNamedIn(e.getMessage());
    }

    /// Whether a sentence, of a tool for instance, speaks of a disk without room.
    ///
    /// @param text what to search
    /// @return whether one of the system's sentences is in it
    public static boolean isNamedIn(String text) {
        return SENTENCES.stream().anyMatch(text::contains);
    }
}
