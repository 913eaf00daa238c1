package dev.lathe.cli.fetch;

import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A process that never outlives this one: Ctrl-C ends both.
final class ChildProcess {
    private final String purpose;
    private Optional<Process> process = Optional.empty();
    private boolean goingDown;

    private ChildProcess(String purpose) {
        this.purpose = purpose;
    }

    /// Runs a process to its end.
    ///
    /// @param builder what to run
    /// @param purpose what it is for, in messages
    /// @param interval how often to give a sign of life
    /// @param signOfLife gets the time for which it has been running
    /// @return its exit code
    static int run(ProcessBuilder builder, String purpose, Duration interval, Consumer<Duration> signOfLife)
            throws IOException {
        var child = new ChildProcess(purpose);
        // Registered before there is a process, so that there is no moment in which Ctrl-C would miss it.
        var hook = new Thread(child::goDown);
        child.register(hook);
        int exitCode = child.start(builder, interval, signOfLife);
        child.forget(hook);
        return exitCode;
    }

    private int start(ProcessBuilder builder, Duration interval, Consumer<Duration> signOfLife) throws IOException {
        Process started = start(builder);
        try {
            Duration soFar = Duration.ZERO;
            while (!started.waitFor(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                soFar = soFar.plus(interval);
                signOfLife.accept(soFar);
            }
            return started.exitValue();
        } catch (InterruptedException e) {
            end(started);
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (goingDown) {
            throw interrupted();
        }
        Process started = builder.start();
        process = Optional.of(started);
        return started;
    }

    private synchronized void goDown() {
        goingDown = true;
        process.ifPresent(ChildProcess::end);
    }

    private void register(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw interrupted();
        }
    }

    private void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Going down already: how the child ended says nothing about its work.
            throw interrupted();
        }
    }

    private CommandFailure interrupted() {
        return new CommandFailure(purpose + ": interrupted");
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
