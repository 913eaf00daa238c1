package dev.lathe.trust.federation.remote;

import dev.lathe.trust.federation.HiddenClient;
import dev.lathe.trust.federation.values.Update;
import dev.lathe.trust.federation.secure.MemberKeys;
import dev.lathe.trust.federation.secure.Opening;
import dev.lathe.trust.federation.secure.SealedShares;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/// What a client sends back.
public sealed interface Reply {
    record Trained(Update update) implements Reply {}

    record Shown(MemberKeys keys) implements Reply {}

    record Shared(List<SealedShares> shares) implements Reply {}

    record Masked(HiddenClient.Masked values) implements Reply {}

    record Opened(List<Opening> openings) implements Reply {}

    /// It could not.
    ///
    /// @param reason one line
    record Failed(String reason) implements Reply {}

    /// As bytes.
    default byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        switch (this) {
            case Trained(Update update) -> {
                out.writeByte(1);
                out.writeUTF(update.client());
                out.writeInt(update.examples());
                Wire.list(update.layout(), (text, to) -> to.writeUTF(text), out);
                Wire.floats(update.values(), out);
                out.writeDouble(update.loss());
                Wire.optional(update.epsilon(), out);
            }
            case Shown(MemberKeys keys) -> {
                out.writeByte(2);
                Wire.keys(keys, out);
            }
            case Shared(List<SealedShares> shares) -> {
                out.writeByte(3);
                Wire.list(shares, Wire::shares, out);
            }
            case Masked(HiddenClient.Masked values) -> {
                out.writeByte(4);
                out.writeInt(values.examples());
                Wire.longs(values.values(), out);
                Wire.optional(values.epsilon(), out);
            }
            case Opened(List<Opening> openings) -> {
                out.writeByte(5);
                Wire.list(openings, Wire::opening, out);
            }
            case Failed(String reason) -> {
                out.writeByte(6);
                out.writeUTF(reason);
            }
        }
        return bytes.toByteArray();
    }

    /// @throws IOException if they are no reply
    static Reply of(byte[] bytes) throws IOException {
        return Wire.read(bytes, in -> switch (in.readByte()) {
            case 1 -> new Trained(new Update(
                    in.readText(), in.readInt(), Wire.list(WireInput::readText, in), in.readFloats(), in.readDouble(), Wire.optional(in)));
            case 2 -> new Shown(Wire.keys(in));
            case 3 -> new Shared(Wire.list(Wire::shares, in));
            case 4 -> new Masked(new HiddenClient.Masked(in.readInt(), in.readLongs(), Wire.optional(in)));
            case 5 -> new Opened(Wire.list(Wire::opening, in));
            case 6 -> new Failed(in.readText());
            default -> throw new IOException("no reply");
        });
    }
}
