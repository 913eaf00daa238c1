package dev.lathe.train.tagging;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Sequences of tags drawn at random, well-formed or not, with the types X, Y and Z.
public final class RandomTags {

    /// Printed by every test that draws from it.
    public static final long SEED = Long.getLong("test.seed", 20_250);

    private final Random random = new Random(SEED);

    /// How to repeat a failure.
    public static String repeat() {
        return "-Dtest.seed=" + SEED;
    }

    /// Up to 12 tags of the scheme's letters. Few types make neighbours of one type common.
    public List<String> next(String letters) {
        return next(letters, random.nextInt(13));
    }

    public List<String> next(String letters, int length) {
        int types = 1 + random.nextInt(3);
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            char letter = letters.charAt(random.nextInt(letters.length()));
            tags.add(letter == 'O' ? "O" : letter + "-" + (char) ('X' + random.nextInt(types)));
        }
        return tags;
    }

    public static String letters(TagScheme scheme) {
        return switch (scheme) {
            case IOB1, IOB2 -> "OIB";
            case IOE1, IOE2 -> "OIE";
            case IOBES -> "OIBES";
            case BILOU -> "OIBLU";
        };
    }
}
