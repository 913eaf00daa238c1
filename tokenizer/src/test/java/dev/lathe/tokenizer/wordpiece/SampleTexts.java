package dev.lathe.tokenizer.wordpiece;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Texts in many scripts with everything in them that has ever led a port astray. All written for this test.
final class SampleTexts {
    private static final String RESOURCE = "sample-texts.txt";
    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9A-F]+)}");
    private static final List<String> WRITTEN = written(RESOURCE);

    private SampleTexts() {}

    static List<String> written() {
        return WRITTEN;
    }

    private static List<String> written(String resource) {
        var texts = new ArrayList<String>();
        try (InputStream in = SampleTexts.class.getResourceAsStream(resource)) {
            new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.startsWith("|"))
                    .map(line -> unescaped(line.substring(1, line.length() - 1)))
                    .forEach(texts::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        texts.addAll(longWords());
        return List.copyOf(texts);
    }

    private static String unescaped(String line) {
        return ESCAPE.matcher(line).replaceAll(
                escape -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))));
    }

    /// Around the limit of 100 characters, counted after normalisation.
    private static List<String> longWords() {
        String accented = "\u00E9";
        String deseret = Character.toString(0x10400);
        String syllable = "\uAC01";
        String dottedI = "\u0130";
        return List.of(
                "a".repeat(100), "a".repeat(101), "a".repeat(99) + accented, accented.repeat(100), accented.repeat(101),
                "e\u0301".repeat(100), deseret.repeat(100), deseret.repeat(101), syllable.repeat(33),
                syllable.repeat(34), "\uAC00".repeat(50), "z".repeat(5_000), dottedI.repeat(50), dottedI.repeat(51),
                "x\u0301\u0323".repeat(60), "\u0301".repeat(300), "supercalifragilistic!".repeat(20));
    }

    /// Fragments of the written texts thrown together.
    static List<String> mixed(long seed, int count) {
        var random = new Random(seed);
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (int parts = 1 + random.nextInt(6); parts > 0; parts--) {
                String source = WRITTEN.get(random.nextInt(WRITTEN.size()));
                int[] codePoints = source.codePoints().limit(200).toArray();
                int from = random.nextInt(codePoints.length + 1);
                int to = Math.min(codePoints.length, from + random.nextInt(30));
                text.append(new String(codePoints, from, to - from)).append(random.nextBoolean() ? " " : "");
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /// Marks of all kinds behind bases of all kinds: the hardest food for reordering.
    static List<String> marked(long seed, int count) {
        String bases = "xe\u00E9\u1EC7 .\u4E2D\uAC01\uD834\uDD57\uD834\uDD5E\u0344\u1100\u0DDD\u1B06\u0000";
        String marks = "\u0301\u0323\u0334\u0345\u0344\u302E\u302F\u1B44\uD834\uDD65\uD834\uDD6D\u094D\u093C\u05B0\u064B\u0E38\u0F71\u0F73\u200D\u0000\uFE20\uA953";
        var random = new Random(seed);
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
                text.append(pick(bases, random));
                for (int n = random.nextInt(6); n > 0; n--) {
                    text.append(pick(marks, random));
                }
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /// Code points drawn from everywhere, small ones more often.
    static List<String> random(long seed, int count) {
        var random = new Random(seed);
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                int codePoint = random.nextInt(1 + (Character.MAX_CODE_POINT >> random.nextInt(14)));
                text.appendCodePoint(Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint)
                        ? ' ' : codePoint);
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /// Code points of one to three blocks of Unicode, of all blocks alike, so that each script meets others.
    static List<String> blocks(long seed, int count) {
        int[] starts = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c == 0 || Character.UnicodeBlock.of(c) != Character.UnicodeBlock.of(c - 1)).toArray();
        var random = new Random(seed);
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (int parts = 1 + random.nextInt(3); parts > 0; parts--) {
                int block = random.nextInt(starts.length);
                int end = block + 1 == starts.length ? Character.MAX_CODE_POINT + 1 : starts[block + 1];
                int span = Math.min(256, end - starts[block]);
                for (int n = 1 + random.nextInt(8); n > 0; n--) {
                    int codePoint = starts[block] + random.nextInt(span);
                    text.appendCodePoint(Character.getType(codePoint) == Character.SURROGATE ? ' ' : codePoint);
                }
                text.append(random.nextInt(3) == 0 ? " " : "");
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static String pick(String from, Random random) {
        int[] codePoints = from.codePoints().toArray();
        return Character.toString(codePoints[random.nextInt(codePoints.length)]);
    }
}
