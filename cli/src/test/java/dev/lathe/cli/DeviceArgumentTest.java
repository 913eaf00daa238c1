package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.cuda.CudaException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DeviceArgumentTest {
    @Test
    void autoIsTheCpu() {
        try (Device device = open("auto")) {
            assertTrue(device.toString().startsWith("CPU, "), device.toString());
        }
    }

    @Test
    void aGpuThatIsNotThereIsSaidPlainly() {
        // With a driver it is the number that is wrong, without one the driver that is missing.
        String message = assertThrows(CudaException.class, () -> open("cuda:9999")).getMessage();
        assertTrue(message.matches("cuda: no NVIDIA driver: libcuda.so.1 was not found"
                + "|cuda:9999: no such device: .*|cuda: the NVIDIA driver .*"), message);
    }

    @Test
    void aDeviceOfAnotherKindIsRefused() {
        assertEquals("--device tpu: is none of auto, cpu, cuda, cuda:N",
                assertThrows(CommandFailure.class, () -> open("tpu")).getMessage());
        assertEquals("--device cuda:: is none of auto, cpu, cuda, cuda:N",
                assertThrows(CommandFailure.class, () -> open("cuda:")).getMessage());
    }

    private static Device open(String device) {
        return CommandLine.populateCommand(new DeviceArgument(), "--device", device).open();
    }
}
