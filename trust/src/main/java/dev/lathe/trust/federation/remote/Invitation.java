package dev.lathe.trust.federation.remote;

import dev.lathe.train.privacy.Accountant;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.trust.federation.FederationPrivacy;
import dev.lathe.trust.federation.LocalWork;
import dev.lathe.trust.federation.Poison;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a client that joins is told: all that it needs beside its own data.
///
/// @param number of the client among all, from 0
/// @param options of `finetune`, by their names
/// @param work of a round
/// @param rounds of the federation
/// @param poison how the client is to lie, if it is one that shows what a rule withstands
/// @param noise that it adds to what it sends
/// @param labelsName file name of the labels
/// @param labels a data file, whose labels the model is to know
public record Invitation(
        int number, Map<String, String> options, LocalWork work, int rounds, Optional<Poison> poison, Optional<FederationPrivacy> noise,
        String labelsName, byte[] labels) {
    public Invitation {
        options = new LinkedHashMap<>(options);
    }

    /// As bytes.
    public byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(number);
        Wire.list(List.copyOf(options.entrySet()), (entry, to) -> {
            to.writeUTF(entry.getKey());
            to.writeUTF(entry.getValue());
        }, out);
        out.writeInt(work.amount());
        out.writeBoolean(work.epochs());
        Wire.optional(work.proximal(), out);
        out.writeInt(rounds);
        out.writeUTF(poison.map(Enum::name).orElse(""));
        out.writeUTF(noise.map(promise -> promise.kind().name()).orElse(""));
        if (noise.isPresent()) {
            PrivacyOptions promise = noise.get().options();
            Wire.optional(promise.epsilon(), out);
            Wire.optional(promise.noise(), out);
            out.writeDouble(promise.delta());
            out.writeDouble(promise.clip());
            out.writeUTF(promise.accountant().name());
            out.writeUTF(promise.seed().isPresent() ? String.valueOf(promise.seed().getAsLong()) : "");
        }
        out.writeUTF(labelsName);
        Wire.bytes(labels, out);
        return bytes.toByteArray();
    }

    /// @throws IOException if they are no invitation
    public static Invitation of(byte[] bytes) throws IOException {
        return Wire.read(bytes, in -> {
            int number = in.readInt();
            var options = new LinkedHashMap<String, String>();
            for (Map.Entry<String, String> entry : Wire.list(one -> Map.entry(one.readText(), one.readText()), in)) {
                options.put(entry.getKey(), entry.getValue());
            }
            var work = new LocalWork(in.readInt(), in.readBoolean(), Wire.optional(in));
            int rounds = in.readInt();
            String poison = in.readText();
            String kind = in.readText();
            return new Invitation(number, options, work, rounds, poison.isEmpty() ? Optional.empty() : Optional.of(Poison.valueOf(poison)),
                    kind.isEmpty() ? Optional.empty() : Optional.of(new FederationPrivacy(FederationPrivacy.Kind.valueOf(kind), promise(in))),
                    in.readText(), in.readBytes());
        });
    }

    private static PrivacyOptions promise(WireInput in) throws IOException {
        return new PrivacyOptions(Wire.optional(in), Wire.optional(in), in.readDouble(), in.readDouble(), Accountant.valueOf(in.readText()), seed(in.readText()));
    }

    private static OptionalLong seed(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
