package dev.lathe.cuda.launch;

import dev.lathe.cuda.driver.CudaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// One file with the kernels of all families, compiled for the device at hand, to run in place of those built in.
///
/// @param file that the driver loads: PTX, or a binary
public record ImageFile(Path file) implements KernelImages {
    /// System property with the file's path.
    static final String PROPERTY = "lathe.cuda.kernels";

    /// The file that the property names, else the kernels built in.
    public static KernelImages orBuiltIn() {
        String given = System.getProperty(PROPERTY, "");
        return given.isEmpty() ? new PtxImages() : new ImageFile(Path.of(given));
    }

    /// With a NUL at its end, which text needs and binaries don't mind.
    @Override
    public byte[] image(String family, int computeCapability) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Arrays.copyOf(bytes, bytes.length + 1);
        } catch (IOException e) {
            throw new CudaException("cuda: -D%s=%s: can't be read: %s".formatted(PROPERTY, file, e));
        }
    }
}
