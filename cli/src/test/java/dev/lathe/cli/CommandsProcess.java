package dev.lathe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Runs command lines, one after the other, in a process that is not allowed much, and says what came of each in a line:
/// the exit code, what was said last, and what it has left in the folder.
final class CommandsProcess {
    private CommandsProcess() {}

    /// @param arguments a folder, then the command lines
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (String line : List.of(arguments).subList(1, arguments.length)) {
            var before = names(folder);
            CommandRun run = CommandRun.inProcess(Map.of(), line.split(" "));
            var left = names(folder);
            left.removeAll(before);
            List<String> said = run.err().lines().toList();
            System.out.println(run.code() + " " + (said.isEmpty() ? "" : said.getLast()) + " left " + left);
        }
    }

    private static TreeSet<String> names(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString()).collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
        }
    }
}
