package dev.lathe.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Optional;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/// The NVIDIA driver, looked for once, when first asked for.
///
/// Nothing of JCuda is touched before the driver has been found: a class of JCuda's that fails to initialise can't
/// be used again in the same process.
public final class CudaDriver {
    /// System property with another path or name for the driver's library.
    public static final String LIBRARY = "lathe.cuda.driver";
    /// The kernels are PTX 7.0, which CUDA 11.0 brought.
    private static final int OLDEST = 11000;
    private static final int PCI_LENGTH = 32;

    private CudaDriver() {}

    private static final class Search {
        static final Optional<String> PROBLEM = problemWith(library());
    }

    private static String library() {
        return System.getProperty(LIBRARY, "libcuda.so.1");
    }

    public static boolean isInstalled() {
        return opens(library());
    }

    /// Why there is no driver to work with, in one clause; empty if there is one.
    public static Optional<String> problem() {
        return Search.PROBLEM;
    }

    /// @throws CudaException if there is no driver to work with
    public static void require() {
        problem().ifPresent(problem -> {
            throw new CudaException("cuda: " + problem);
        });
    }

    public static int deviceCount() {
        var count = new int[1];
        Check.done("cuda: count of devices", JCudaDriver.cuDeviceGetCount(count));
        return count[0];
    }

    /// @throws CudaException if there is no device of that number
    static CUdevice device(int number) {
        int count = deviceCount();
        if (number < 0 || number >= count) {
            throw new CudaException("cuda:%d: no such device: %s".formatted(number, switch (count) {
                case 0 -> "the driver has none";
                case 1 -> "there is only cuda:0";
                default -> "there are cuda:0 to cuda:" + (count - 1);
            }));
        }
        var device = new CUdevice();
        Check.done("cuda:" + number, JCudaDriver.cuDeviceGet(device, number));
        return device;
    }

    /// Such as `0000:65:00.0`.
    public static String pciAddress(int number) {
        var address = new String[1];
        Check.done("cuda:%d: address".formatted(number),
                JCudaDriver.cuDeviceGetPCIBusId(address, PCI_LENGTH, device(number)));
        return address[0].replace("\0", "").trim();
    }

    /// The newest CUDA that the driver supports, such as `12.6`.
    public static String version() {
        return readable(versionNumber());
    }

    public static Optional<String> problemWith(String library) {
        Optional<String> early = problemWithSystem(System.getProperty("os.name"), System.getProperty("os.arch"))
                .or(() -> opens(library)
                        ? Optional.empty() : Optional.of("no NVIDIA driver: %s was not found".formatted(library)))
                .or(() -> PrivateFolder.during(() -> JCudaDriver.setExceptionsEnabled(false)));
        if (early.isPresent()) {
            return early;
        }
        int result = JCudaDriver.cuInit(0);
        if (result != 0) {
            return Optional.of("the NVIDIA driver does not start: " + Check.name(result));
        }
        return problemWithVersion(versionNumber());
    }

    /// JCuda's libraries that we bring are for one kind of system.
    public static Optional<String> problemWithSystem(String name, String architecture) {
        return name.equals("Linux") && architecture.equals("amd64") ? Optional.empty() : Optional.of(
                "GPUs are used on Linux on x86-64, WSL included, and this is %s on %s".formatted(name, architecture));
    }

    public static Optional<String> problemWithVersion(int version) {
        return version >= OLDEST ? Optional.empty() : Optional.of(
                "the NVIDIA driver supports CUDA %s: needs %s or newer".formatted(readable(version), readable(OLDEST)));
    }

    /// Opens a library by name or path. It stays open, so that JCuda's own library then finds it by its name.
    @SuppressWarnings("restricted")
    public static boolean opens(String library) {
        try {
            if (library.indexOf('/') >= 0) {
                SymbolLookup.libraryLookup(Path.of(library), Arena.global());
            } else {
                SymbolLookup.libraryLookup(library, Arena.global());
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int versionNumber() {
        var version = new int[1];
        Check.done("cuda: version of the driver", JCudaDriver.cuDriverGetVersion(version));
        return version[0];
    }

    private static String readable(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
