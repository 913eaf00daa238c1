package dev.lathe.train.run;

import dev.lathe.Device;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A fine-tuning in a JVM of its own, so that its flags can differ.
public final class FineTuneProcess {
    private FineTuneProcess() {}

    /// Goes on with a run that was killed, with a checkpoint every second step.
    public static final String RESUME = "-Dtest.resume=true";

    /// Arguments: model, training data, output, threads, epochs.
    public static void main(String[] arguments) throws IOException {
        var data = TrainingData.of(Path.of(arguments[1])).withDevFraction(0.25);
        var options = TrainingOptions.builder()
                .epochs(Integer.parseInt(arguments[4])).batchSize(6).learningRate(1e-3).build();
        try (Device device = Device.cpu(Integer.parseInt(arguments[3]))) {
            var run = new FineTuning(BaseModel.of(Path.of(arguments[0])), data, Path.of(arguments[2])).options(options);
            (Boolean.getBoolean("test.resume") ? run.resume().saveSteps(2) : run.overwrite())
                    .run(device, new TrainingListener() {
                        @Override
                        public void notice(String text) {
                            System.out.println(text);
                        }

                        @Override
                        public void step(StepProgress progress) {
                            System.out.println("step " + progress.step());
                        }
                    });
        }
    }

    /// Starts one; its output goes to `log`.
    public static Process start(List<String> flags, Path model, Path data, Path out, int threads, int epochs, Path log)
            throws IOException {
        return command(flags, model, data, out, threads, epochs).redirectOutput(log.toFile()).start();
    }

    /// One that has yet to be started; its output is one stream.
    public static ProcessBuilder command(List<String> flags, Path model, Path data, Path out, int threads, int epochs) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx2g", "-cp", System.getProperty("java.class.path")));
        command.addAll(flags);
        command.addAll(List.of(
                FineTuneProcess.class.getName(), model.toString(), data.toString(), out.toString(),
                Integer.toString(threads), Integer.toString(epochs)));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /// Runs one to its end.
    public static void run(List<String> flags, Path model, Path data, Path out, int threads, int epochs) throws IOException {
        Path log = out.resolveSibling(out.getFileName() + ".log");
        try {
            int code = start(flags, model, data, out, threads, epochs, log).waitFor();
            if (code != 0) {
                throw new IllegalStateException("exit code %d: %s".formatted(code, Files.readString(log)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
