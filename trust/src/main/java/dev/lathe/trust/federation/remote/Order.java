package dev.lathe.trust.federation.remote;

import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.SumGrid;
import dev.lathe.trust.federation.secure.MemberKeys;
import dev.lathe.trust.federation.secure.SealedShares;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/// What a client is to do next.
public sealed interface Order {
    /// [dev.lathe.trust.federation.FederatedClient#train].
    record Train(RoundOrder round) implements Order {}

    /// [dev.lathe.trust.federation.HiddenClient#keys].
    record Keys(int round, int member, int threshold) implements Order {}

    /// [dev.lathe.trust.federation.HiddenClient#shares].
    record Share(List<MemberKeys> members) implements Order {}

    /// [dev.lathe.trust.federation.HiddenClient#masked].
    record Mask(RoundOrder round, SumGrid grid, List<SealedShares> shares) implements Order {}

    /// [dev.lathe.trust.federation.HiddenClient#open].
    record Open(List<Integer> left) implements Order {}

    /// As bytes.
    default byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        switch (this) {
            case Train(RoundOrder round) -> {
                out.writeByte(1);
                Wire.round(round, out);
            }
            case Keys(int round, int member, int threshold) -> {
                out.writeByte(2);
                out.writeInt(round);
                out.writeInt(member);
                out.writeInt(threshold);
            }
            case Share(List<MemberKeys> members) -> {
                out.writeByte(3);
                Wire.list(members, Wire::keys, out);
            }
            case Mask(RoundOrder round, SumGrid grid, List<SealedShares> shares) -> {
                out.writeByte(4);
                Wire.round(round, out);
                Wire.optional(grid.norm(), out);
                out.writeDouble(grid.clip());
                out.writeInt(grid.bits());
                out.writeBoolean(grid.weighed());
                Wire.list(shares, Wire::shares, out);
            }
            case Open(List<Integer> left) -> {
                out.writeByte(5);
                Wire.list(left, (number, to) -> to.writeInt(number), out);
            }
        }
        return bytes.toByteArray();
    }

    /// @throws IOException if they are no order
    static Order of(byte[] bytes) throws IOException {
        return Wire.read(bytes, in -> switch (in.readByte()) {
            case 1 -> new Train(Wire.round(in));
            case 2 -> new Keys(in.readInt(), in.readInt(), in.readInt());
            case 3 -> new Share(Wire.list(Wire::keys, in));
            case 4 -> new Mask(Wire.round(in), new SumGrid(Wire.optional(in), in.readDouble(), in.readInt(), in.readBoolean()), Wire.list(Wire::shares, in));
            case 5 -> new Open(Wire.list(WireInput::readInt, in));
            default -> throw new IOException("no order");
        });
    }
}
