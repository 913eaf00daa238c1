package dev.lathe.train.privacy;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.tensor.device.Philox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The random numbers of a private training: who is drawn, which features drop out, and the noise. Counted by Philox, so that a step that is
/// done again has the same; known to nobody who lacks the 128 secret bits, half of which are its key and half of its counter.
///
/// Philox was made for statistics and is no cipher: that its numbers tell nothing of each other is not known to be hard to
/// refute. docs/privacy.md says so too.
public final class SecretNumbers {
    private static final int BATCH = 0x62617463;
    private static final int NOISE = 0x6E6F0000;
    private static final int DROPOUT = 0x64726F70;
    private static final int BYTES = 16;
    private static final double SCALE = 0x1p-64;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})\n([0-9a-f]{64})\n");

    private final int[] words;

    private SecretNumbers(byte... secret) {
        words = IntStream.range(0, BYTES / 4).map(i -> word(secret, 4 * i)).toArray();
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
    }

    /// Of the system's secure random numbers.
    public static SecretNumbers fresh() {
        var secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new SecretNumbers(secret);
    }

    /// For tests: no secret.
    public static SecretNumbers ofSeed(long seed) {
        var secret = new byte[BYTES];
        for (int i = 0; i < 8; i++) {
            secret[i] = (byte) (seed >>> 8 * i);
        }
        return new SecretNumbers(secret);
    }

    /// The secret in a file, which is made if there is none: what is done again has the same numbers.
    ///
    /// @param seed of it, for tests; fresh if empty
    /// @throws IOException if it cannot be read or written
    public static SecretNumbers kept(Path file, OptionalLong seed) throws IOException {
        if (!Files.exists(file)) {
            // A name that nobody else has: the secret goes nowhere through a link.
            try (Unfinished unfinished = Unfinished.beside(file)) {
                (seed.isPresent() ? ofSeed(seed.getAsLong()) : fresh()).write(unfinished.path());
                unfinished.publish();
            }
        }
        return read(file);
    }

    /// Reads what [#write] has written.
    ///
    /// @throws CheckpointException if it is not what was written
    /// @throws IOException if it cannot be read
    public static SecretNumbers read(Path file) throws IOException {
        Matcher form = FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!form.matches() || !hash(form.group(1)).equals(form.group(2))) {
            throw new CheckpointException(file.toString(), "not what was written, by its SHA-256; begin anew");
        }
        return new SecretNumbers(HexFormat.of().parseHex(form.group(1)));
    }

    private static String hash(String digits) {
        var hash = new Sha256();
        hash.update(ByteBuffer.wrap(digits.getBytes(StandardCharsets.US_ASCII)));
        return hash.hex();
    }

    /// Writes the secret and its hash, for a run that is to go on later.
    ///
    /// @param file that is not there
    public void write(Path file) throws IOException {
        var text = new StringBuilder();
        for (int word : words) {
            text.append(HexFormat.of().toHexDigits(word));
        }
        String lines = "%s\n%s\n".formatted(text, hash(text.toString()));
        NamedWriting.of(file, () -> Files.writeString(file, lines, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /// The seed of a run's dropout.
    public long dropoutSeed() {
        return drawn(0, DROPOUT, 0)[0];
    }

    /// Which examples a step takes: each with the same probability, whatever the others do.
    ///
    /// @param number of the step
    /// @return their numbers, rising; perhaps none
    public int[] batch(int number, int examples, double rate) {
        return IntStream.range(0, examples).filter(example -> uniform(drawn(number, BATCH, example)[0]) < rate).toArray();
    }

    /// Standard normal numbers, each with 64 random bits.
    ///
    /// @param number of the step
    /// @param tensor which of the parameters, below 65,536
    /// @param from the element of the first of them, even
    public void gaussians(int number, int tensor, int from, double[] to, int count) {
        for (int i = 0; i < count; i += 2) {
            long[] two = drawn(number, NOISE | tensor, (from + i) / 2);
            to[i] = NormalQuantile.of(two[0]);
            if (i + 1 < count) {
                to[i + 1] = NormalQuantile.of(two[1]);
            }
        }
    }

    private static double uniform(long bits) {
        return ((bits >>> 11) + 0.5) * (SCALE * 0x1p11);
    }

    private long[] drawn(int number, int site, int index) {
        var four = new int[4];
        Philox.block(words[0], words[1], index, number, site ^ words[2], words[3], four, 0);
        return new long[] {pair(four[0], four[1]), pair(four[2], four[3])};
    }

    private static long pair(int high, int low) {
        return (long) high << 32 | low & 0xFFFFFFFFL;
    }
}
