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
/// a few such buffers in turn: a write returns once its data are in one, and a buffer is used again only once the
/// device has read it. A read waits for all work so far.
public final class Copies implements AutoCloseable {
    private static final int SLOTS = 4;
    /// Elements of a slot: 1 MiB.
    private static final int ELEMENTS = 1 << 18;
    private static final long BYTES = (long) ELEMENTS * Float.BYTES;

    private final CudaContext context;
    private final Slot[] slots = new Slot[SLOTS];
    private int turn;

    /// Page-locked memory and when the device is done with it.
    private record Slot(Pointer pointer, ByteBuffer bytes, CUevent free) {}

    public Copies(CudaContext context) {
        this.context = context;
        context.enter();
        for (int i = 0; i < SLOTS; i++) {
            var pointer = new Pointer();
            check("host memory", cuMemAllocHost(pointer, BYTES));
            var free = new CUevent();
            check("event", cuEventCreate(free, CUevent_flags.CU_EVENT_DISABLE_TIMING));
            slots[i] = new Slot(pointer, pointer.getByteBuffer(0, BYTES).order(ByteOrder.nativeOrder()), free);
        }
    }

    public CudaContext context() {
        return context;
    }

    public synchronized void write(long to, float[] from, int offset, int count) {
        for (int done = 0; done < count; done += ELEMENTS) {
            int part = Math.min(ELEMENTS, count - done);
            Slot slot = next();
            slot.bytes.asFloatBuffer().put(0, from, offset + done, part);
            send(slot, to + (long) done * Float.BYTES, part);
        }
    }

    public synchronized void write(long to, int[] from, int offset, int count) {
        for (int done = 0; done < count; done += ELEMENTS) {
            int part = Math.min(ELEMENTS, count - done);
            Slot slot = next();
            slot.bytes.asIntBuffer().put(0, from, offset + done, part);
            send(slot, to + (long) done * Integer.BYTES, part);
        }
    }

    public synchronized void read(long from, float[] to, int offset, int count) {
        for (int done = 0; done < count; done += ELEMENTS) {
            int part = Math.min(ELEMENTS, count - done);
            Slot slot = next();
            receive(slot, from + (long) done * Float.BYTES, part);
            slot.bytes.asFloatBuffer().get(0, to, offset + done, part);
        }
    }

    public synchronized void read(long from, int[] to, int offset, int count) {
        for (int done = 0; done < count; done += ELEMENTS) {
            int part = Math.min(ELEMENTS, count - done);
            Slot slot = next();
            receive(slot, from + (long) done * Integer.BYTES, part);
            slot.bytes.asIntBuffer().get(0, to, offset + done, part);
        }
    }

    /// Sets `count` elements of four bytes each.
    public void fill(long to, int bits, long count) {
        if (count > 0) {
            context.enter();
            check("fill", cuMemsetD32Async(RawPointers.of(to), bits, count, context.stream()));
        }
    }

    private Slot next() {
        context.enter();
        Slot slot = slots[turn++ % SLOTS];
        check("copy", cuEventSynchronize(slot.free));
        return slot;
    }

    private void send(Slot slot, long to, int elements) {
        check("write of %d elements".formatted(elements), cuMemcpyHtoDAsync(
                RawPointers.of(to), slot.pointer, (long) elements * Float.BYTES, context.stream()));
        check("write", cuEventRecord(slot.free, context.stream()));
    }

    private void receive(Slot slot, long from, int elements) {
        String what = "read of %d elements".formatted(elements);
        check(what, cuMemcpyDtoHAsync(
                slot.pointer, RawPointers.of(from), (long) elements * Float.BYTES, context.stream()));
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
