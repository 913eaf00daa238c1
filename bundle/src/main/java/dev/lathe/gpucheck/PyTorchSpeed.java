package dev.lathe.gpucheck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Times PyTorch's BERT-base beside ours, where the machine's `python3` has PyTorch. The script writes findings as this
/// process does.
record PyTorchSpeed() implements Part.Task {
    /// System property with the folder that the bundle was unpacked to.
    private static final String HOME = "lathe.home";

    @Override
    public void run(Setup setup, Findings findings) {
        Path script = Path.of(System.getProperty(HOME, "."), "peer", "torch_step.py");
        var command = List.of(
                "python3", script.toString(), Integer.toString(setup.device()), setup.small() ? "small" : "full");
        try {
            Process python = new ProcessBuilder(command).inheritIO().start();
            int code = python.waitFor();
            if (code != 0) {
                throw new IllegalStateException("%s: ended with code %d".formatted(script, code));
            }
        } catch (IOException e) {
            findings.fact("PyTorch", "no python3 on the PATH");
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while python3 ran", e);
        }
    }
}
