package dev.lathe.bench.inference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A program that is started anew each time and prints what it found as its first line.
///
/// @param name as it stands in the results
/// @param command with its arguments
record Program(String name, List<String> command) {

    /// @param firstLine that was printed, empty if none was
    /// @param secondsToFirstLine from the start of the process to that line, or to its end without one
    /// @param seconds from its start to its end
    record Run(String firstLine, double secondsToFirstLine, double seconds) {}

    /// A Java program on this process's JDK.
    static Program java(String name, List<String> options, String classPath, Class<?> main, String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new Program(name, command);
    }

    /// The same Java program with its classes parsed beforehand, in an archive that this makes with two runs.
    Program withSharedClasses(String newName, Path archive) throws IOException {
        String list = archive + ".classes";
        with(newName, "-XX:DumpLoadedClassList=" + list).run();
        with(newName, "-Xlog:disable", "-Xshare:dump", "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive).run();
        return with(newName, "-XX:SharedArchiveFile=" + archive);
    }

    private Program with(String newName, String... options) {
        return new Program(newName, Stream.of(command.subList(0, 1), List.of(options), command.subList(1, command.size()))
                .flatMap(List::stream).toList());
    }

    /// Runs it to its end, with malloc as the system has it.
    ///
    /// @throws IOException if it cannot be started or fails
    Run run() throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("MALLOC_"));
        long start = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            String line = printed.readLine();
            double secondsToFirstLine = (System.nanoTime() - start) / 1e9;
            printed.transferTo(Writer.nullWriter());
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(name + ": ended with status " + status);
            }
            return new Run(line == null ? "" : line, secondsToFirstLine, (System.nanoTime() - start) / 1e9);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(name + ": interrupted", interrupted);
        }
    }
}
