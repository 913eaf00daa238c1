package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.VersionLine;
import dev.lathe.cuda.CudaDevices;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lathe doctor`: what this computer offers, and what is missing.
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Tells what Lathe finds on this computer: JDK, processor, vectors, memory, GPU.",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe doctor"})
final class DoctorCommand implements Callable<Integer> {
    private static final double BYTES_PER_GIB = 1L << 30;

    private final Surroundings surroundings;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Runtime runtime = Runtime.getRuntime();
        line("lathe", VersionLine.number());
        line("JDK", System.getProperty("java.vm.version") + ", " + System.getProperty("java.vendor") + ", "
                + System.getProperty("java.home"));
        line("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        line("processor", Machine.processor());
        line("threads", Integer.toString(runtime.availableProcessors()));
        try (var device = Device.cpu()) {
            line("device", device.toString());
        }
        line("memory", String.format(Locale.ROOT, "%.1f GiB, of which the heap may take %.1f GiB",
                Machine.memory() / BYTES_PER_GIB, runtime.maxMemory() / BYTES_PER_GIB));
        CudaDevices.report().forEach(found -> line("GPU", found));
        return ExitCode.DONE;
    }

    private void line(String name, String value) {
        surroundings.out().println(name + " ".repeat(11 - name.length()) + value);
    }
}
