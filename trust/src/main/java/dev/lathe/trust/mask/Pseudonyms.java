package dev.lathe.trust.mask;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pseudonyms such as `[MAIL:0k3…]` that whoever has the key turns back, and nobody else: the part itself, encrypted by AES-SIV (RFC 5297) under its
/// type. There is no table to keep or to lose.
///
/// Equal parts of one type have equal pseudonyms under one key, so that a masked text still tells that two mails are from one person: who
/// knows how often a name occurs may guess it. Lengths are told in steps of 16 bytes. Without the key neither a part nor a guess of one can be checked.
public final class Pseudonyms implements Replacement {
    private static final int KEY_BYTES = 64;
    private static final int STEP = 16;
    private static final int RADIX = 32;
    private static final int LETTER_BITS = 5;
    private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{128}");
    private static final Pattern PSEUDONYM = Pattern.compile("\\[([A-Z][A-Z0-9_]*):([0-9a-v]+)]");

    private final AesSiv cipher;

    /// @param key 64 bytes of chance
    /// @throws IllegalArgumentException if there are more or fewer
    public Pseudonyms(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("pseudonyms: a key of %d bytes: needs %d".formatted(key.length, KEY_BYTES));
        }
        cipher = new AesSiv(key);
    }

    /// The key of a file: 128 hexadecimal digits, as `openssl rand -hex 64` prints them.
    ///
    /// @throws MaskException if it holds anything else
    public static Pseudonyms read(Path file) throws IOException {
        String digits = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!KEY.matcher(digits).matches()) {
            throw new MaskException(file + ": needs a key of 128 hexadecimal digits; 'openssl rand -hex 64' makes one");
        }
        return new Pseudonyms(HexFormat.of().parseHex(digits));
    }

    @Override
    public String of(String type, String found) {
        byte[] text = found.getBytes(StandardCharsets.UTF_8);
        // A mark behind it and zeros: its length is told in steps only.
        byte[] padded = Arrays.copyOf(text, (text.length / STEP + 1) * STEP);
        padded[text.length] = 1;
        return "[%s:%s]".formatted(type, spelled(cipher.seal(data(type), padded)));
    }

    /// A text with its pseudonyms turned back. What looks like one and was not made with this key stays as it is.
    ///
    /// A pseudonym is turned back wherever it stands: who may write into masked texts may copy one from another text.
    public String original(String masked) {
        return PSEUDONYM.matcher(masked).replaceAll(found -> Matcher.quoteReplacement(
                part(found.group(1), found.group(2)).orElse(found.group())));
    }

    private Optional<String> part(String type, String spelled) {
        return cipher.open(data(type), read(spelled)).map(padded -> {
            int end = padded.length - 1;
            while (padded[end] == 0) {
                end--;
            }
            return new String(padded, 0, end, StandardCharsets.UTF_8);
        });
    }

    private static byte[] data(String type) {
        return ("lathe pseudonym " + type).getBytes(StandardCharsets.US_ASCII);
    }

    /// Digits and letters to v, five bits each (RFC 4648, base32hex, in small letters): safe in texts and names of files.
    private static String spelled(byte[] bytes) {
        var spelled = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte b : bytes) {
            bits = bits << Byte.SIZE | b & 0xFF;
            held += Byte.SIZE;
            while (held >= LETTER_BITS) {
                held -= LETTER_BITS;
                spelled.append(Character.forDigit(bits >>> held & RADIX - 1, RADIX));
            }
        }
        return held == 0 ? spelled.toString() : spelled.append(Character.forDigit(bits << LETTER_BITS - held & RADIX - 1, RADIX)).toString();
    }

    private static byte[] read(String spelled) {
        var bytes = new byte[spelled.length() * LETTER_BITS / Byte.SIZE];
        int bits = 0;
        int held = 0;
        int next = 0;
        for (int i = 0; i < spelled.length(); i++) {
            bits = bits << LETTER_BITS | Character.digit(spelled.charAt(i), RADIX);
            held += LETTER_BITS;
            if (held >= Byte.SIZE) {
                held -= Byte.SIZE;
                bytes[next++] = (byte) (bits >>> held);
            }
        }
        return bytes;
    }
}
