package dev.lathe.bert.checkpoint.file;

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

    /// Whether values of this type can be read as `float`: F64 with rounding, the others without loss.
    public boolean readsAsFloat() {
        return this == F32 || this == F16 || this == BF16 || this == F64;
    }

    /// Whether `SafetensorsWriter` writes it.
    public boolean isWritten() {
        return this == F32 || this == F16 || this == BF16;
    }

    public static Optional<StoredType> named(String name) {
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
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = (float) from.getDouble();
                }
            }
            case I64, I32, I16, I8, U8, BOOL ->
                throw new IllegalArgumentException(name() + ": does not read as float");
        }
    }

    /// Encodes `count` values at the buffer's position, each rounded to the nearest that the type has, to the even one
    /// of two that are equally near; the buffer is little-endian.
    public void encode(float[] from, int offset, int count, ByteBuffer into) {
        switch (this) {
            case F32 -> {
                into.asFloatBuffer().put(from, offset, count);
                into.position(into.position() + count * bytes);
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    into.putShort(Float.floatToFloat16(from[offset + i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    into.putShort(bfloat16(from[offset + i]));
                }
            }
            case F64, I64, I32, I16, I8, U8, BOOL ->
                throw new IllegalArgumentException(name() + ": floats are not written so");
        }
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // Rounding could carry a NaN into an infinity: one bit of it is kept instead.
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
