package dev.lathe.bert.checkpoint;

import dev.lathe.bert.checkpoint.file.HashedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Encodes the values of one tensor into a file, and counts them.
public final class EncodingSink implements FloatSource.FloatSink {
    private static final int CHUNK_BYTES = 1 << 20;

    private final HashedChannel channel;
    private final TensorEntry entry;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long taken;

    public EncodingSink(HashedChannel channel, TensorEntry entry) {
        this.channel = channel;
        this.entry = entry;
    }

    @Override
    public void accept(float[] values, int offset, int count) throws IOException {
        taken += count;
        if (taken > entry.elements()) {
            throw wrongCount();
        }
        checkRange(values, offset, count);
        int perChunk = chunk.capacity() / entry.type().bytes();
        for (int done = 0; done < count; done += perChunk) {
            entry.type().encode(values, offset + done, Math.min(perChunk, count - done), chunk.clear());
            channel.write(chunk.flip());
        }
    }

    /// Half precision ends at 65,504: a larger weight must not become an infinity unseen.
    private void checkRange(float[] values, int offset, int count) {
        float largest = largest();
        for (int i = offset; i < offset + count; i++) {
            if (Math.abs(values[i]) >= largest && Float.isFinite(values[i])) {
                throw new ArithmeticException("safetensors: '%s' has %s: too large for %s".formatted(
                        entry.name(), values[i], entry.type()));
            }
        }
    }

    /// The least value that would be rounded to infinity: half a step above the largest of the type.
    private float largest() {
        return switch (entry.type()) {
            case F16 -> 0x1.ffep15f;
            case BF16 -> 0x1.ffp127f;
            case F32, F64, I64, I32, I16, I8, U8, BOOL -> Float.POSITIVE_INFINITY;
        };
    }

    public void finish() {
        if (taken != entry.elements()) {
            throw wrongCount();
        }
    }

    private IllegalStateException wrongCount() {
        return new IllegalStateException("safetensors: '" + entry.name() + "' " + entry.shapeText() + " has "
                + entry.elements() + " values: source sent " + taken);
    }
}
