package dev.lathe.cuda.driver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why one of JCuda's own libraries was not loaded, out of an error that holds the stack traces of all its attempts.
final class LoadFailure {
    /// The last attempt is the one that counts: unpacked from the jar. What failed stands in the line after.
    private static final Pattern CAUSE = Pattern.compile("load the library as a resource:\\s*(\\S+?): (\\V+)");
    private static final Pattern MISSING = Pattern.compile("(lib[^\\s:]+): cannot open shared object file");
    private static final Pattern FILE = Pattern.compile("^(?:/\\S+: )+");

    private LoadFailure() {}

    /// In one clause.
    ///
    /// @param folder that the library was unpacked to
    static String of(Throwable failure, String folder) {
        Matcher cause = CAUSE.matcher(String.valueOf(failure.getMessage()));
        if (!cause.find()) {
            return "JCuda's library does not load: " + failure;
        }
        String message = cause.group(2).strip();
        Matcher missing = MISSING.matcher(message);
        if (message.startsWith("No resource found")) {
            return "JCuda has no library for %s on %s".formatted(
                    System.getProperty("os.name"), System.getProperty("os.arch"));
        }
        if (message.contains("failed to map segment")) {
            return folder + " lets no program run from it (noexec), and JCuda's library is unpacked there; "
                    + "-Djava.io.tmpdir=… names another folder";
        }
        if (missing.find()) {
            return "JCuda's library needs %s, which is not installed".formatted(missing.group(1));
        }
        return cause.group(1).endsWith("IOException") || message.contains("space left")
                ? unpacking(folder, message)
                : "JCuda's library does not load: " + FILE.matcher(message).replaceFirst("");
    }

    /// @param why in the words of whoever failed
    static String unpacking(String folder, String why) {
        return "JCuda's library can't be unpacked to %s: %s; -Djava.io.tmpdir=… names another folder".formatted(
                folder, why);
    }
}
