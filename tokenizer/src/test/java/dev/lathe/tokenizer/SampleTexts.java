package dev.lathe.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Texts in many scripts with everything in them that has ever led a port astray. All written for this test.
final class SampleTexts {
    private static final List<String> WRITTEN = List.of(
            "", " ", "\t\r\n", "a", "A", ".", "...", "!?", "#", "##", "##ing", "The ##ing thing", "hello world",
            "The quick brown fox can't jump over 13 lazy dogs.", "UNAFFABLE unaffable Unaffable", "e-mail: me@example.org",
            "https://example.org/path?query=1&other=2#top", "3.14159, -2.5e-10, $1,000.00 and 50%", "C:\\temp\\file.txt",
            "snake_case camelCase kebab-case", "x=y+z*(a/b)^2~`|<>{}[]", "\"quoted\" 'single' \u201Ccurly\u201D \u2018quotes\u2019",
            "em\u2014dash en\u2013dash hyphen\u2010 minus\u2212", "soft\u00ADhyphen zero\u200Bwidth joi\u200Dner bom\uFEFFhere",
            "no\u00A0break thin\u2009space ideographic\u3000space line\u2028sep para\u2029sep next\u0085line",
            "nul\u0000 bell\u0007 esc\u001B del\u007F unit\u001Fsep vertical\u000Btab form\u000Cfeed", "re\uFFFDplaced",
            "Caf\u00E9 na\u00EFve r\u00E9sum\u00E9 co\u00F6perate fa\u00E7ade", "Cafe\u0301 nai\u0308ve re\u0301sume\u0301",
            "\u00C5ngstr\u00F6m \u212Bngstrom A\u030Angstrom", "\u0130stanbul I\u0307stanbul \u0131\u015F\u0131k I\u015EIK",
            "Stra\u00DFe STRASSE \u1E9E", "\u01C4 \u01C5 \u01C6 \u01F1", "\uFB01ne \uFB02ow o\uFB03ce", "\u2163 \u00BD \u00B2 \u2460 \u210C \u2102",
            "Vi\u1EC7t Nam, ti\u1EBFng Vi\u1EC7t c\u00F3 d\u1EA5u", "Vie\u0323\u0302t a\u0302\u0323 a\u0323\u0302", "Z\u0351\u036B\u0343\u036A\u0302al\u0348go te\u0301\u0302\u0303xt",
            "\u0395\u03BB\u03BB\u03B7\u03BD\u03B9\u03BA\u03AC \u039F\u0394\u03A5\u03A3\u03A3\u0395\u03A5\u03A3 \u03A3", "\u1F08\u03C1\u03C7\u03AE \u1FC1 \u1FEF \u037E \u0387",
            "\u041F\u0440\u0438\u0432\u0435\u0442, \u043C\u0438\u0440! \u0401\u043B\u043A\u0430 \u0419\u043E\u0434 \u0456\u0457", "\u04C0\u0501\u1C80\u2DE0",
            "\u4ECA\u5929\u5929\u6C14\u5F88\u597D\u3002", "\u6211\u7231Java\u7F16\u7A0B123\u3002", "\u6771\u4EAC\u30BF\u30EF\u30FC\u3067\u5BFF\u53F8\u3092\u98DF\u3079\u308B", "\u30AC\u30AE\u30B0 \u304C\u304E\u3050 \uFF76\uFF9E\uFF77\uFF9E",
            "\uF900\uF901 \u8C48 \uFA0E \uD87E\uDC00 \uD840\uDC00\uD869\uDED6", "\u3400\u4DB5\u9FA5\u9FFF\uA000", "\uFF21\uFF22\uFF23\uFF11\uFF12\uFF13\uFF01\uFF1F",
            "\uD55C\uAD6D\uC5B4 \uD14D\uC2A4\uD2B8\uC785\uB2C8\uB2E4", "\uAC00\uAC01\uD7A3 \u1100\u1161\u11A8", "\u302E\u302F tone \uAC00\u302E\u0323",
            "\u0645\u0631\u062D\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645", "\u0645\u064E\u0631\u0652\u062D\u064E\u0628\u064B\u0627 \u0622\u0623\u0624\u0625\u0626", "\uFDFA \uFEFB \u0640\u0640", "\u0661\u0662\u0663 \u06F1\u06F2 \u060C\u061B\u061F",
            "\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD \u05E2\u05D5\u05DC\u05DD", "\uFB2A\uFB4F", "\u0928\u092E\u0938\u094D\u0924\u0947 \u0926\u0941\u0928\u093F\u092F\u093E", "\u0958\u0929\u0931 \u0915\u093C",
            "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35\u0E0A\u0E32\u0E27\u0E42\u0E25\u0E01 \u0E33", "\u0F40\u0F71\u0F72\u0F74 \u0F73 \u0F75 \u0F81", "\u1B44\u1B05\u1B34\u1B06", "\u0DDD \u0BCA \u0CCB \u0D4C",
            "\u10D2\u10D0\u10DB\u10D0\u10E0\u10EF\u10DD\u10D1\u10D0 \u1C90\u1C91 \u10A0", "\u0531\u0532 \u0561\u0562 \u0587", "\u12A0\u121B\u122D\u129B\u1362", "\u13A0\uAB70 \u13F8",
            "\uD83D\uDE00 \uD83D\uDE00\uD83D\uDE01", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 family", "\uD83C\uDDE9\uD83C\uDDEA \uD83D\uDC4D\uD83C\uDFFD \u2764\uFE0F", "good\uD83D\uDE00day",
            "\uD801\uDC00\uD801\uDC28 Deseret", "\uD834\uDD5E\uD834\uDD5F\u0334 music x\u0301\uD834\uDD65\u0334", "\uD835\uDC00\uD835\uDC01 math", "\uDB40\uDC41\uDB40\uDC7F tags \uDBFF\uDFFD",
            "[CLS] in text [SEP]", "[MASK]", "The capital of France is [MASK].", "[MASK][MASK] [MASK]x[MASK]", "a[SEP]b", "[cls] [Mask] [ MASK ] [MASK", "[[MASK]]", "[UNK][PAD]",
            "caf\u00E9[SEP]\u0301accent", "\u200B[MASK]\u200B", "[CLS]\u0000[SEP]", "\u0301[MASK]\u0301", "\u4E2D[MASK]\u6587",
            "a".repeat(100), "a".repeat(101), "a".repeat(99) + "\u00E9", "\u00E9".repeat(100), "\u00E9".repeat(101), "e\u0301".repeat(100),
            "\uD801\uDC00".repeat(100), "\uD801\uDC00".repeat(101), "\uAC01".repeat(33), "\uAC01".repeat(34), "\uAC00".repeat(50), "z".repeat(5000),
            "\u0130".repeat(50), "\u0130".repeat(51), "x\u0301\u0323".repeat(60), "\u0301".repeat(300), "\u0344\u0323\u0345\u0334 \u0344".repeat(3),
            "pneumonoultramicroscopicsilicovolcanoconiosis floccinaucinihilipilification", "supercalifragilistic!".repeat(20), "\u2260 \u226E \u2224 a\u0338 =\u0338 \u2ADC",
            "\u2000\u2001\u1FFD\u1FBD\u0374\u0340\u0341\u0343", "\u2126\u212A \u2329\u232A", "\u180E\u180B\u061C\u2066iso\u2069", "\u0378\u05FF\uFFFE\uFFFF unassigned \uE000 private",
            "tabs\tand\nnewlines\r\nmixed", "  leading and trailing  ", "multiple     spaces", "1st 2nd 3rd 4\u1D57\u02B0", "\u02BC\u02EE\u0374 modifiers", "\u00BFQu\u00E9? \u00A1S\u00ED! \u00A7 \u00B6 \u00B7 \u00AB\u00BB");

    private SampleTexts() {}

    static List<String> written() {
        return WRITTEN;
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

    private static String pick(String from, Random random) {
        int[] codePoints = from.codePoints().toArray();
        return Character.toString(codePoints[random.nextInt(codePoints.length)]);
    }
}
