package dev.lathe.bench.inference;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// A jar of a few classes of this package, for programs in processes of their own: classes in folders cannot be in an archive
/// of shared classes.
final class ProgramJar {

    private ProgramJar() {}

    static Path write(Path file, Class<?>... classes) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (Class<?> written : classes) {
                String entry = written.getName().replace('.', '/') + ".class";
                try (var in = ProgramJar.class.getClassLoader().getResourceAsStream(entry)) {
                    if (in == null) {
                        throw new IOException(entry + ": not on the class path");
                    }
                    jar.putNextEntry(new JarEntry(entry));
                    in.transferTo(jar);
                    jar.closeEntry();
                }
            }
        }
        return file;
    }

    /// A class path of `program` and those entries of this process's own whose file names begin with one of `names`.
    static String classPath(Path program, String... names) {
        List<String> own = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        return String.join(File.pathSeparator, Stream.concat(Stream.of(program.toString()), own.stream()
                .filter(entry -> Arrays.stream(names).anyMatch(Path.of(entry).getFileName().toString()::startsWith))).toList());
    }
}
