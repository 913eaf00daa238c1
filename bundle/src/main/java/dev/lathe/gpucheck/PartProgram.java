package dev.lathe.gpucheck;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The process that one part runs in.
final class PartProgram {
    private PartProgram() {}

    /// @param arguments name of the part, number of the device, whether to take small shapes
    public static void main(String... arguments) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Part part = Part.valueOf(arguments[0]);
        part.task().run(
                new Setup(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2])), new Findings(out));
        // Rather than return: idle threads must not keep the process alive.
        System.exit(0);
    }
}
