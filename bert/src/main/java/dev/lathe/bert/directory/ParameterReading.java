package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.tensor.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Brings tensors of a checkpoint into parameters, several at a time: decoding takes as long as reading.
final class ParameterReading {
    /// 256 KiB of floats: what is read is still in the cache when it is checked and passed on.
    private static final int SLICE = 1 << 16;
    /// More threads read no faster than the memory.
    private static final int THREADS = 4;

    private final Checkpoint checkpoint;
    private final List<Tensor> tensors = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    ParameterReading(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /// A tensor to be read, and how that failed if it did.
    private static final class Tensor {
        private final String stored;
        private final Parameter parameter;
        private @Nullable IOException broken;
        private @Nullable RuntimeException failed;
        private @Nullable Error error;

        Tensor(String stored, Parameter parameter) {
            this.stored = stored;
            this.parameter = parameter;
        }
    }

    /// Adds a tensor to be read.
    ///
    /// @throws CheckpointException if the checkpoint has no such tensor, or one of another shape
    void add(String stored, Parameter parameter) throws IOException {
        checkpoint.entry(stored, Arrays.stream(parameter.shape().toArray()).boxed().toList());
        tensors.add(new Tensor(stored, parameter));
    }

    /// Reads them all.
    ///
    /// @throws CheckpointException if the file ends early or a value is not finite; about the first such tensor
    void run() throws IOException {
        var threads = new Thread[Math.min(THREADS, Runtime.getRuntime().availableProcessors()) - 1];
        for (int i = 0; i < threads.length; i++) {
            var slice = new float[SLICE];
            threads[i] = new Thread(() -> readInTurns(slice), "lathe-weights-" + (i + 1));
            threads[i].setDaemon(true);
            threads[i].start();
        }
        readInTurns(new float[SLICE]);
        for (Thread thread : threads) {
            join(thread);
        }
        for (Tensor tensor : tensors) {
            if (tensor.broken != null) {
                throw tensor.broken;
            }
            if (tensor.failed != null) {
                throw tensor.failed;
            }
            if (tensor.error != null) {
                throw tensor.error;
            }
        }
    }

    /// The parameters must not be written to after this returns, so an interrupt only is remembered.
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void readInTurns(float[] slice) {
        for (int i = next.getAndIncrement(); i < tensors.size(); i = next.getAndIncrement()) {
            Tensor tensor = tensors.get(i);
            try {
                read(tensor.stored, tensor.parameter, slice);
            } catch (IOException e) {
                tensor.broken = e;
                next.set(tensors.size());
            } catch (RuntimeException e) {
                tensor.failed = e;
                next.set(tensors.size());
            } catch (Error e) {
                tensor.error = e;
                next.set(tensors.size());
            }
        }
    }

    private void read(String stored, Parameter parameter, float[] usual) throws IOException {
        int size = parameter.shape().size();
        float[] slice = checkpoint.isTransposed(stored) && size > usual.length
                ? new float[Math.min(size, Checkpoint.SLICE)]
                : usual;
        for (int at = 0; at < size; at += slice.length) {
            int count = Math.min(slice.length, size - at);
            checkpoint.read(stored, at, slice, 0, count);
            requireFinite(stored, at, slice, count);
            parameter.value().buffer().write(at, slice, 0, count);
        }
    }

    private void requireFinite(String stored, int at, float[] slice, int count) throws CheckpointException {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(slice[i])) {
                throw new CheckpointException(
                        checkpoint.file(), "'%s' is %s at %d: must be finite".formatted(stored, slice[i], at + i));
            }
        }
    }
}
