package dev.lathe.trust.federation;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.trust.federation.RoundReport.LeftOut;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// All that the rounds to come depend on at the server, in one file, which is there whole or not at all. Its last 64 bytes are the SHA-256 of
/// those before them: one bit that is another would end as another model.
///
/// @param values the common ones
/// @param memory of the server's step
/// @param reports of the rounds that are done
/// @param metrics the lines that were written of them
record RoundState(float[] values, List<double[]> memory, List<RoundReport> reports, byte[] metrics) {
    private static final int HASH_BYTES = 64;

    void write(Path file) throws IOException {
        try (var unfinished = Unfinished.beside(file)) {
            NamedWriting.of(file, () -> writeHashed(unfinished.path()));
            unfinished.publish();
        }
    }

    private Path writeHashed(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16))) {
            write(out);
            out.flush();
            out.writeBytes(Sha256.of(file));
            out.flush();
            channel.force(true);
        }
        return file;
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
        out.writeInt(memory.size());
        for (double[] vector : memory) {
            out.writeInt(vector.length);
            for (double value : vector) {
                out.writeDouble(value);
            }
        }
        out.writeInt(reports.size());
        for (RoundReport report : reports) {
            write(report, out);
        }
        out.writeInt(metrics.length);
        out.write(metrics);
    }

    private static void write(RoundReport report, DataOutputStream out) throws IOException {
        out.writeInt(report.round());
        names(report.taken(), out);
        names(report.slow(), out);
        names(report.leftOut().stream().map(LeftOut::client).toList(), out);
        names(report.leftOut().stream().map(LeftOut::reason).toList(), out);
        out.writeBoolean(report.changed());
        out.writeDouble(report.loss());
        out.writeDouble(report.epsilon().orElse(Double.NaN));
    }

    private static void names(List<String> names, DataOutputStream out) throws IOException {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    /// @throws FederationException if the file is not what was written
    static RoundState read(Path file) throws IOException {
        requireWhole(file);
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            var values = new float[in.readInt()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readFloat();
            }
            var memory = new ArrayList<double[]>();
            for (int left = in.readInt(); left > 0; left--) {
                memory.add(vector(in));
            }
            var reports = new ArrayList<RoundReport>();
            for (int left = in.readInt(); left > 0; left--) {
                reports.add(report(in));
            }
            return new RoundState(values, memory, reports, in.readNBytes(in.readInt()));
        }
    }

    /// Before any number of it is believed.
    private static void requireWhole(Path file) throws IOException {
        var hash = ByteBuffer.allocate(HASH_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long content = channel.size() - HASH_BYTES;
            if (content < 0 || channel.read(hash, content) != HASH_BYTES
                    || !Sha256.of(file, content).equals(new String(hash.array(), StandardCharsets.ISO_8859_1))) {
                throw new FederationException(file + ": not what was written, by its SHA-256; begin anew without --resume");
            }
        }
    }

    private static double[] vector(DataInputStream in) throws IOException {
        var vector = new double[in.readInt()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = in.readDouble();
        }
        return vector;
    }

    private static RoundReport report(DataInputStream in) throws IOException {
        int round = in.readInt();
        List<String> taken = names(in);
        List<String> slow = names(in);
        List<String> clients = names(in);
        List<String> reasons = names(in);
        var leftOut = new ArrayList<LeftOut>();
        for (int i = 0; i < clients.size(); i++) {
            leftOut.add(new LeftOut(clients.get(i), reasons.get(i)));
        }
        boolean changed = in.readBoolean();
        double loss = in.readDouble();
        double epsilon = in.readDouble();
        return new RoundReport(round, taken, slow, leftOut, changed, loss, Double.isNaN(epsilon) ? OptionalDouble.empty() : OptionalDouble.of(epsilon));
    }

    private static List<String> names(DataInputStream in) throws IOException {
        var names = new ArrayList<String>();
        for (int left = in.readInt(); left > 0; left--) {
            names.add(in.readUTF());
        }
        return names;
    }
}
