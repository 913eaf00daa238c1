package dev.lathe.bert.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;

/// How a file stores one value of a tensor; names are those of safetensors. All are little-endian.
public enum StoredType {
    /// IEEE single precision.
    F32(4),
    /// IEEE half precision.
    F16(2),
    /// The upper half of a single precision value.
    BF16(2),
    /// IEEE double precision.
    F64(8),
    /// Signed integer of 64 bits.
    I64(8),
    /// Signed integer of 32 bits.
    I32(4),
    /// Signed integer of 16 bits.
    I16(2),
    /// Signed byte.
    I8(1),
    /// Unsigned byte.
    U8(1),
    /// One byte, 0 or 1.
    BOOL(1);

    private final int bytes;

    StoredType(int bytes) {
        this.bytes = bytes;
    }

    /// Size of one value in bytes.
    public int bytes() {
        return bytes;
    }

    /// Whether values of this type can be read as `float` without loss.
    public boolean readsAsFloat() {
        return this == F32 || this == F16 || this == BF16;
    }

    static Optional<StoredType> named(String name) {
        for (StoredType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// Decodes `count` values from the buffer's position on; the buffer is little-endian.
    void decode(ByteBuffer from, float[] into, int offset, int count) {
        switch (this) {
            case F32 -> from.asFloatBuffer().get(into, offset, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = Float.float16ToFloat(from.getShort());
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = Float.intBitsToFloat(from.getShort() << 16);
                }
            }
            case F64, I64, I32, I16, I8, U8, BOOL ->
                throw new IllegalArgumentException(name() + ": does not read as float");
        }
    }
}
