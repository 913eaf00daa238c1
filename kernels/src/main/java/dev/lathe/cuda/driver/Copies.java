package dev.lathe.cuda.driver;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;

/// Copies between Java arrays and the device, through page-locked host memory.
///
/// The garbage collector may move a Java array while the driver still reads it, page-locked memory stays. There are
/// a few such buffers in turn, each filled by as many writes as it has room for: a write returns once its data are in one, and a
/// buffer is filled anew only once the device has read it, which is when [#SLOTS] - 1 others were filled since. So the small
/// writes of a training step wait for nothing. A read waits for all work so far.
public final class Copies implements AutoCloseable {
    private static final int SLOTS = 4;
    /// Of a slot.
    private static final int BYTES = 1 << 20;
    private static final int ALIGNMENT = 64;

    private final CudaContext context;
    private final Slot[] slots = new Slot[SLOTS];
    /// The slot that is being filled, and how many of its bytes are.
    private int turn;
    private int used;

    /// Page-locked memory and when the device is done with it.
    private record Slot(Pointer pointer, ByteBuffer bytes, CUevent free) {
        ByteBuffer piece(int from, int count) {
            return bytes.slice(from, count).order(ByteOrder.nativeOrder());
        }
    }

    public Copies(CudaContext context) {
        this.context = context;
        context.enter();
        for (int i = 0; i < SLOTS; i++) {
            var pointer = new Pointer();
            check("host memory", cuMemAllocHost(pointer, BYTES));
            var free = new CUevent();
            check("event", cuEventCreate(free, CUevent_flags.CU_EVENT_DISABLE_TIMING));
            slots[i] = new Slot(pointer, pointer.getByteBuffer(0, BYTES), free);
        }
    }

    public CudaContext context() {
        return context;
    }

    /// Moves elements between a Java array and page-locked memory.
    @FunctionalInterface
    public interface Part {
        /// @param slot page-locked memory for this part
        /// @param done elements that parts before have moved
        /// @param count elements of this part
        void move(ByteBuffer slot, int done, int count);
    }

    /// @param bytes of an element
    /// @param fill puts elements into the slot
    public synchronized void write(long to, int count, int bytes, Part fill) {
        int most = BYTES / bytes;
        for (int done = 0; done < count; done += most) {
            int part = Math.min(most, count - done);
            Slot slot = withRoomFor(part * bytes);
            fill.move(slot.piece(used, part * bytes), done, part);
            send(slot, to + (long) done * bytes, part, bytes);
            used = Math.min(BYTES, used + part * bytes + ALIGNMENT - 1 & -ALIGNMENT);
        }
    }

    /// @param bytes of an element
    /// @param take gets elements from the slot
    public synchronized void read(long from, int count, int bytes, Part take) {
        int most = BYTES / bytes;
        for (int done = 0; done < count; done += most) {
            int part = Math.min(most, count - done);
            // The device fills it after it has read from it, as it does one thing after another.
            Slot slot = slots[turn];
            receive(slot, from + (long) done * bytes, part, bytes);
            used = 0;
            take.move(slot.piece(0, part * bytes), done, part);
        }
    }

    /// Sets `count` elements of four bytes each.
    public void fill(long to, int bits, long count) {
        if (count > 0) {
            context.enter();
            check("fill", cuMemsetD32Async(RawPointers.of(to), bits, count, context.stream()));
        }
    }

    private Slot withRoomFor(int bytes) {
        context.enter();
        if (used > BYTES - bytes) {
            turn = (turn + 1) % SLOTS;
            used = 0;
            check("copy", cuEventSynchronize(slots[turn].free));
        }
        return slots[turn];
    }

    private void send(Slot slot, long to, int elements, int bytes) {
        check("write of %d elements".formatted(elements), cuMemcpyHtoDAsync(
                RawPointers.of(to), slot.pointer.withByteOffset(used), (long) elements * bytes, context.stream()));
        check("write", cuEventRecord(slot.free, context.stream()));
    }

    private void receive(Slot slot, long from, int elements, int bytes) {
        context.enter();
        String what = "read of %d elements".formatted(elements);
        check(what, cuMemcpyDtoHAsync(slot.pointer, RawPointers.of(from), (long) elements * bytes, context.stream()));
        context.await(what);
    }

    private void check(String what, int result) {
        context.check(what, result);
    }

    /// Waits for nothing: the context must be idle, or have failed.
    @Override
    public void close() {
        context.enter();
        for (Slot slot : slots) {
            cuEventDestroy(slot.free);
            cuMemFreeHost(slot.pointer);
        }
    }
}
