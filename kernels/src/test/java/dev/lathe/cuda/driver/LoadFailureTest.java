package dev.lathe.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What stands in the stack traces that JCuda makes a message of.
class LoadFailureTest {
    private static final String PIECE = "/big/lathe-jcuda1/libJCudaDriver-12.6.0-linux-x86_64.so";

    @Test
    void noRoom() {
        says("JCuda's library can't be unpacked to /big: No space left on device; -Djava.io.tmpdir=… names another folder",
                "java.io.IOException: No space left on device");
    }

    @Test
    void aFolderThatNothingRunsFrom() {
        says("/big lets no program run from it (noexec), and JCuda's library is unpacked there; "
                        + "-Djava.io.tmpdir=… names another folder",
                "java.lang.UnsatisfiedLinkError: %s: %s: failed to map segment from shared object".formatted(PIECE, PIECE));
    }

    @Test
    void aLibraryThatIsMissing() {
        says("JCuda's library needs libstdc++.so.6, which is not installed",
                "java.lang.UnsatisfiedLinkError: %s: libstdc++.so.6: cannot open shared object file: No such file or directory"
                        .formatted(PIECE));
    }

    @Test
    void aLibraryThatIsTooOld() {
        says("JCuda's library does not load: version `GLIBC_2.34' not found (required by x.so)",
                "java.lang.UnsatisfiedLinkError: %s: /lib/libc.so.6: version `GLIBC_2.34' not found (required by x.so)"
                        .formatted(PIECE));
    }

    @Test
    void whatNobodyForesaw() {
        assertEquals("JCuda's library does not load: java.lang.NoClassDefFoundError: Could not initialize class X",
                LoadFailure.of(new NoClassDefFoundError("Could not initialize class X"), "/big"));
    }

    private static void says(String clause, String cause) {
        assertEquals(clause, LoadFailure.of(new UnsatisfiedLinkError("""
                Error while loading native library "JCudaDriver-12.6.0-linux-x86_64"
                Operating system name: Linux
                ---(start of nested stack traces)---
                Stack trace from the attempt to load the library as a file:
                java.lang.UnsatisfiedLinkError: no JCudaDriver-12.6.0-linux-x86_64 in java.library.path: /usr/lib
                \tat java.base/java.lang.ClassLoader.loadLibrary(Unknown Source)
                Stack trace from the attempt to load the library as a resource:
                %s
                \tat jcuda.LibUtils.writeResourceToFile(LibUtils.java:344)
                ---(end of nested stack traces)---
                """.formatted(cause)), "/big"));
    }
}
