package dev.lathe.cuda.launch;

import dev.lathe.cuda.driver.CudaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The kernels as PTX, which the driver compiles for the device at hand.
public final class PtxImages implements KernelImages {
    private static final String FOLDER = "/dev/lathe/cuda/";

    @Override
    public byte[] image(String family, int computeCapability) {
        return read(resource(family, architecture(computeCapability)));
    }

    /// The newest architecture with PTX that the device can run.
    public static int architecture(int computeCapability) {
        if (computeCapability < 75) {
            throw new CudaException("cuda: device of compute capability %d.%d: needs 7.5 or newer"
                    .formatted(computeCapability / 10, computeCapability % 10));
        }
        return computeCapability >= 80 ? 80 : 75;
    }

    static String resource(String family, int architecture) {
        return "ptx/%s.sm_%d.ptx".formatted(family, architecture);
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
