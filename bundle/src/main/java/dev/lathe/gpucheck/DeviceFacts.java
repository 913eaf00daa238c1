package dev.lathe.gpucheck;

import dev.lathe.Device;
import dev.lathe.cuda.CudaDevices;
import java.util.List;

/// Which GPU, driver, cuBLAS and processor the rest was found out with.
record DeviceFacts() implements Part.Task {
    private static final List<String> FIELDS = List.of(
            "name", "driver_version", "memory.total", "memory.used", "clocks.sm", "clocks.mem", "clocks.max.sm",
            "clocks.max.mem", "power.limit", "temperature.gpu");

    @Override
    public void run(Setup setup, Findings findings) {
        CudaDevices.report().forEach(line -> findings.fact("found", line));
        NvidiaSmi.query(setup.pciAddress(), FIELDS).ifPresentOrElse(
                answer -> findings.fact("nvidia-smi", answer), () -> findings.fact("nvidia-smi", "not there"));
        try (Device cpu = Device.cpu()) {
            findings.fact("the CPU to compare with", cpu.toString());
        }
        try (Device gpu = setup.openGpu()) {
            findings.check("a GPU opens", true, gpu.toString());
        }
    }
}
