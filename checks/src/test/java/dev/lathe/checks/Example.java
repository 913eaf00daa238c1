package dev.lathe.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A worked example: a folder with a `run.sh`, and a README that shows what this prints.
///
/// @param folder below `examples`
record Example(Path folder) {
    /// Where the examples are, and the table that lists them.
    static final Path ALL = Checkout.ROOT.resolve("examples");

    private static final Pattern OUTPUT = Pattern.compile("<!-- output -->\n```\n(.*?)```\n", Pattern.DOTALL);

    /// The examples that are there, by name.
    static List<Example> all() throws IOException {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.filter(folder -> Files.exists(folder.resolve("run.sh"))).sorted().map(Example::new).toList();
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    Path script() {
        return folder.resolve("run.sh");
    }

    Path readme() {
        return folder.resolve("README.md");
    }

    /// What the README says that the script prints.
    ///
    /// @throws AssertionError if it does not say so exactly once
    String expectedOutput() throws IOException {
        List<MatchResult> outputs = Checkout.matches(readme(), OUTPUT);
        if (outputs.size() != 1) {
            throw new AssertionError(readme() + ": " + outputs.size() + " blocks marked <!-- output -->");
        }
        return outputs.getFirst().group(1);
    }

    /// The file of weights that the script leaves, and the SHA-256 that the README gives it.
    ///
    /// @throws AssertionError if the README does not say so exactly once
    StatedSum statedSum() throws IOException {
        return StatedSum.in(readme(), folder);
    }

    @Override
    public String toString() {
        return name();
    }
}
