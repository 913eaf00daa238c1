package dev.lathe.gpucheck;

import dev.lathe.cuda.driver.CudaException;
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
        int code = 0;
        try {
            part.task().run(
                    new Setup(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2])), new Findings(out));
        } catch (CudaException e) {
            // Its message says all that a user can act on. Anything else is a bug, and shows where it is.
            System.err.println(e.getMessage());
            code = 1;
        }
        // Rather than return: idle threads must not keep the process alive.
        System.exit(code);
    }
}
