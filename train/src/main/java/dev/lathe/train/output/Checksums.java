package dev.lathe.train.output;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The SHA-256 of every file of a directory, in a file `SHA256SUMS` of the form that `sha256sum --check` reads.
public final class Checksums {
    /// The list's name.
    public static final String NAME = "SHA256SUMS";

    private static final String ADVICE = "the checkpoint is damaged, begin anew without --resume";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");

    private Checksums() {
    }

    /// Writes the file.
    ///
    /// @param directory has all other files
    /// @param known hashes that are known already, by the file's name
    /// @throws IOException if writing fails
    public static void write(Path directory, Map<String, String> known) throws IOException {
        var text = new StringBuilder();
        for (Map.Entry<String, Path> file : files(directory).entrySet()) {
            String hash = known.get(file.getKey());
            text.append(hash == null ? Sha256.of(file.getValue()) : hash).append("  ").append(file.getKey()).append('\n');
        }
        Path list = directory.resolve(NAME);
        NamedWriting.of(list, () -> Files.writeString(list, text));
    }

    /// Holds every file of a checkpoint against its hash.
    ///
    /// @throws OutputException naming the first file that is another, is missing, or has no hash
    static void verify(Path directory) throws IOException {
        verify(directory, ADVICE);
    }

    /// Holds every file against its hash.
    ///
    /// @param advice what follows from damage, the end of the message
    /// @throws OutputException naming the first file that is another, is missing, or has no hash
    /// @throws IOException if the file system fails
    public static void verify(Path directory, String advice) throws IOException {
        Path list = directory.resolve(NAME);
        if (!Files.isRegularFile(list)) {
            throw damaged(list.toString(), "missing", advice);
        }
        SortedMap<String, Path> files = files(directory);
        for (Map.Entry<String, String> line : lines(list, advice).entrySet()) {
            Path file = files.remove(line.getKey());
            if (file == null) {
                throw damaged(directory + "/" + line.getKey(), "missing, but listed in " + NAME, advice);
            }
            verify(file, line.getValue(), advice);
        }
        if (!files.isEmpty()) {
            throw damaged(directory + "/" + files.firstKey(), "not listed in " + NAME, advice);
        }
    }

    /// Holds one file against its hash.
    ///
    /// @throws OutputException naming the file if it is another
    static void verifyFile(Path file, String hash) throws IOException {
        verify(file, hash, ADVICE);
    }

    private static void verify(Path file, String hash, String advice) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw damaged(file.toString(), "missing", advice);
        }
        if (!Sha256.of(file).equals(hash)) {
            throw damaged(file.toString(), "not what was written, by its SHA-256", advice);
        }
    }

    private static OutputException damaged(String file, String what, String advice) {
        return new OutputException(file + ": " + what + "; " + advice);
    }

    private static Map<String, String> lines(Path list, String advice) throws IOException {
        var lines = new LinkedHashMap<String, String>();
        // Any byte is a character of this one, so that a damaged list is read to its damage.
        for (String line : Files.readString(list, StandardCharsets.ISO_8859_1).split("\n")) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw damaged(list.toString(), "not a list of hashes", advice);
            }
            lines.put(parts.group(2), parts.group(1));
        }
        return lines;
    }

    /// All files but the list, by their names from the directory on.
    private static SortedMap<String, Path> files(Path directory) throws IOException {
        var files = new TreeMap<String, Path>();
        try (Stream<Path> found = Files.walk(directory)) {
            found.filter(file -> !Files.isDirectory(file)).forEach(file ->
                    files.put(directory.relativize(file).toString().replace('\\', '/'), file));
        }
        files.remove(NAME);
        return files;
    }
}
