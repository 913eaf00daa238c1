package dev.lathe.tokenizer.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The small JSON files of a directory that several readers ask: each is read once, however often it is asked.
///
/// For one thread at a time.
public final class DirectoryFiles {
    private final Path directory;
    private final Map<String, JsonSection> sections = new HashMap<>();

    public DirectoryFiles(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /// The object of a file; one without any field where there is no such file.
    ///
    /// @throws dev.lathe.tokenizer.TokenizerException if it is broken
    public JsonSection section(String name) throws IOException {
        JsonSection known = sections.get(name);
        if (known == null) {
            known = JsonSection.readIfThere(directory.resolve(name));
            sections.put(name, known);
        }
        return known;
    }

    /// Takes over the object of a file that somebody has read.
    public void known(String name, JsonSection section) {
        sections.put(name, section);
    }
}
