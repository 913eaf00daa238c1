package dev.lathe.trust.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The files of a log: the one that is written, and those before it, which have the number of their first line behind the name.
final class AuditFiles {
    private static final String NUMBER = "[0-9]{12}";

    private AuditFiles() {}

    /// In the order of their lines; the one that is written is last, if it is there.
    static List<Path> all(Path log) throws IOException {
        var files = new ArrayList<>(full(log));
        if (Files.exists(log)) {
            files.add(log);
        }
        return files;
    }

    /// Those that are full.
    static List<Path> full(Path log) throws IOException {
        String name = log.getFileName().toString();
        try (Stream<Path> siblings = Files.list(folder(log))) {
            return siblings.filter(file -> file.getFileName().toString().startsWith(name + ".")
                            && file.getFileName().toString().substring(name.length() + 1).matches(NUMBER))
                    .sorted().toList();
        }
    }

    static Path full(Path log, long first) {
        return log.resolveSibling("%s.%012d".formatted(log.getFileName(), first));
    }

    static Path folder(Path log) {
        Path parent = log.getParent();
        return parent == null ? Path.of("") : parent;
    }
}
