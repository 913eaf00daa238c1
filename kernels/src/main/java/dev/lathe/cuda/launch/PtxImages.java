package dev.lathe.cuda.launch;

import dev.lathe.cuda.driver.CudaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The kernels as PTX, which the driver compiles for the device at hand. One text a family serves all: it asks for nothing that
/// the oldest GPU lacks.
public final class PtxImages implements KernelImages {
    private static final String FOLDER = "/dev/lathe/cuda/ptx/";
    /// As `make-ptx.sh` compiles for.
    private static final int OLDEST = 75;

    @Override
    public byte[] image(String family, int computeCapability) {
        if (computeCapability < OLDEST) {
            throw new CudaException("cuda: device of compute capability %d.%d: needs 7.5 or newer"
                    .formatted(computeCapability / 10, computeCapability % 10));
        }
        return read(family + ".ptx");
    }

    /// The text with the NUL at its end that the driver wants.
    private static byte[] read(String resource) {
        try (var in = PtxImages.class.getResourceAsStream(FOLDER + resource)) {
            if (in == null) {
                throw new IllegalStateException("cuda: %s is missing from this build".formatted(resource));
            }
            byte[] text = in.readAllBytes();
            return Arrays.copyOf(text, text.length + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cuda: reading " + resource, e);
        }
    }
}
