package dev.lathe.trust.federation.remote;

import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.secure.MemberKeys;
import dev.lathe.trust.federation.secure.Opening;
import dev.lathe.trust.federation.secure.SealedShares;
import dev.lathe.trust.federation.secure.SumException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// How the parts of orders and replies are written: big-endian, lengths before what is long, texts as Java's modified UTF-8.
final class Wire {
    private Wire() {}

    /// Writes one thing.
    @FunctionalInterface
    interface Writing<T> {
        void write(T thing, DataOutputStream out) throws IOException;
    }

    /// Reads one thing.
    @FunctionalInterface
    interface Reading<T> {
        T read(WireInput in) throws IOException;
    }

    /// One thing, and nothing behind it.
    ///
    /// @throws IOException if the bytes are none of these
    static <T> T read(byte[] bytes, Reading<T> reading) throws IOException {
        var in = new WireInput(bytes);
        try {
            T thing = reading.read(in);
            if (!in.isAtEnd()) {
                throw new IOException("bytes are left behind the end");
            }
            return thing;
        } catch (IllegalArgumentException | FederationException | SumException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    static <T> void list(List<T> things, Writing<T> writing, DataOutputStream out) throws IOException {
        out.writeInt(things.size());
        for (T thing : things) {
            writing.write(thing, out);
        }
    }

    static <T> List<T> list(Reading<T> reading, WireInput in) throws IOException {
        var things = new ArrayList<T>();
        for (int left = in.readCount(1); left > 0; left--) {
            things.add(reading.read(in));
        }
        return things;
    }

    static void optional(OptionalDouble value, DataOutputStream out) throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            out.writeDouble(value.getAsDouble());
        }
    }

    static OptionalDouble optional(WireInput in) throws IOException {
        return in.readBoolean() ? OptionalDouble.of(in.readDouble()) : OptionalDouble.empty();
    }

    static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static void floats(float[] values, DataOutputStream out) throws IOException {
        var bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        ByteBuffer.wrap(bytes).asFloatBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes);
    }

    static void longs(long[] values, DataOutputStream out) throws IOException {
        var bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
        ByteBuffer.wrap(bytes).asLongBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes);
    }

    static void round(RoundOrder order, DataOutputStream out) throws IOException {
        out.writeInt(order.round());
        list(order.layout(), (text, to) -> to.writeUTF(text), out);
        floats(order.values(), out);
        out.writeDouble(order.share());
    }

    static RoundOrder round(WireInput in) throws IOException {
        return new RoundOrder(in.readInt(), list(WireInput::readText, in), in.readFloats(), in.readDouble());
    }

    static void keys(MemberKeys keys, DataOutputStream out) throws IOException {
        out.writeInt(keys.member());
        bytes(keys.forShares(), out);
        bytes(keys.forMasks(), out);
    }

    static MemberKeys keys(WireInput in) throws IOException {
        return new MemberKeys(in.readInt(), in.readBytes(), in.readBytes());
    }

    static void shares(SealedShares shares, DataOutputStream out) throws IOException {
        out.writeInt(shares.from());
        out.writeInt(shares.to());
        bytes(shares.bytes(), out);
    }

    static SealedShares shares(WireInput in) throws IOException {
        return new SealedShares(in.readInt(), in.readInt(), in.readBytes());
    }

    static void opening(Opening opening, DataOutputStream out) throws IOException {
        out.writeInt(opening.of());
        out.writeBoolean(opening.gone());
        bytes(opening.value().toByteArray(), out);
    }

    static Opening opening(WireInput in) throws IOException {
        return new Opening(in.readInt(), in.readBoolean(), new BigInteger(1, in.readBytes()));
    }
}
