package dev.lathe.trust.provenance;

import dev.lathe.bert.checkpoint.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The SHA-256 of every file of a directory, in the form that `sha256sum --check` reads.
///
/// @param hashes by the files' names from the directory on, with `/` between folders
record Manifest(SortedMap<String, String> hashes) {
    static final String NAME = "SHA256SUMS";
    static final String SIGNATURE = NAME + ".sig";
    static final String KEY = NAME + ".pub";
    /// What cannot be in the list, as it is made from the list.
    private static final Set<String> OWN = Set.of(NAME, SIGNATURE, KEY);
    private static final String NO_FILE = "";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^\\r\\n\\\\]+)");

    /// Reads every file. What is none, such as a pipe, which would never end, has no hash.
    ///
    /// @throws ProvenanceException if a file's name cannot stand in such a list
    static Manifest of(Path directory) throws IOException {
        var hashes = new TreeMap<String, String>();
        for (Path file : files(directory)) {
            String name = name(directory, file);
            if (!OWN.contains(name)) {
                hashes.put(name, Files.isRegularFile(file) ? Sha256.of(file) : NO_FILE);
            }
        }
        return new Manifest(hashes);
    }

    /// Links count as what they lead to.
    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(path -> !Files.isDirectory(path)).sorted().toList();
        }
    }

    private static String name(Path directory, Path file) throws IOException {
        String name = directory.relativize(file).toString().replace(directory.getFileSystem().getSeparator(), "/");
        if (name.chars().anyMatch(c -> c == '\n' || c == '\r' || c == '\\')) {
            throw new ProvenanceException("%s: the name of the file '%s' cannot stand in a list of lines".formatted(
                    directory, name.replaceAll("[\\r\\n]", "?")));
        }
        return name;
    }

    /// @throws ProvenanceException naming what is in the directory and no file
    void requireFiles(Path directory) throws ProvenanceException {
        for (Map.Entry<String, String> file : hashes.entrySet()) {
            if (file.getValue().equals(NO_FILE)) {
                throw new ProvenanceException("%s: not a file, so it cannot be signed".formatted(directory.resolve(file.getKey())));
            }
        }
    }

    String text() {
        var text = new StringBuilder();
        hashes.forEach((name, hash) -> text.append(hash).append("  ").append(name).append('\n'));
        return text.toString();
    }

    /// A list as far as it can be read.
    ///
    /// @param faults gets the lines that cannot
    static Manifest read(byte[] text, List<Fault> faults) {
        var hashes = new TreeMap<String, String>();
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (!line.matches() || hashes.putIfAbsent(line.group(2), line.group(1)) != null) {
                faults.add(new Fault("%s:%d".formatted(NAME, i + 1), "not a line of a list of hashes, or a name for the second time"));
            }
        }
        return new Manifest(hashes);
    }

    /// What another directory's list differs in, by name.
    List<Fault> differences(Manifest found) {
        var names = new TreeMap<String, String>(hashes);
        names.putAll(found.hashes);
        var faults = new ArrayList<Fault>();
        for (String name : names.keySet()) {
            String was = hashes.get(name);
            String is = found.hashes.get(name);
            if (was == null) {
                faults.add(new Fault(name, "added: not in " + NAME));
            } else if (is == null) {
                faults.add(new Fault(name, "missing"));
            } else if (!is.equals(was)) {
                faults.add(new Fault(name, "changed: not what %s says".formatted(NAME)));
            }
        }
        return faults;
    }
}
