package dev.lathe.cuda;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Builds the stand-in, for the tests of other modules: they start this program in this module's folder. A process that
/// is then given the files by their names' properties takes them for a GPU.
final class StandInProgram {
    private StandInProgram() {}

    /// Writes the folder of the stand-in. Needs g++.
    public static void main(String[] args) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println(StandIn.get().cublas(12).getParent());
    }
}
