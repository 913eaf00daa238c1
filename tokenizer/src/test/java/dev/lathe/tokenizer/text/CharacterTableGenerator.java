package dev.lathe.tokenizer.text;

import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.wordpiece.NativeNormalizer;
import dev.lathe.tokenizer.wordpiece.NativeNormalizer.Piece;
import dev.lathe.tokenizer.wordpiece.NativeTokenizer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Asks the reference library about every code point and writes `characters.bin`.
///
/// Run `main` with the path to write, after an update of the reference library only. It takes about
/// two minutes. Each property is seen through a normaliser that shows that property alone.
final class CharacterTableGenerator {
    private static final int CODE_POINTS = Character.MAX_CODE_POINT + 1;
    private static final int BATCH = 256;
    private static final int REPLACEMENT = 0xFFFD;
    private static final int LOWEST_CLASS = 0x334;
    private static final int HIGHEST_CLASS = 0x345;

    private final int[] flags = new int[CODE_POINTS];
    private final int[] order = new int[CODE_POINTS];
    private final String[] decomposition = new String[CODE_POINTS];
    private final String[] lowercase = new String[CODE_POINTS];

    private record Row(int flags, int order, String decomposition, String lowercase) {}

    private interface Answer {
        void accept(int codePoint, List<Piece> pieces);
    }

    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        var generator = new CharacterTableGenerator();
        generator.askFlags();
        generator.askWords();
        generator.askMappings();
        generator.askOrder();
        generator.write(target);
    }

    private void askFlags() {
        ask(NativeNormalizer.bert(true, false, false, false), NativeNormalizer.NO_SPLIT, (codePoint, pieces) -> {
            if (pieces.isEmpty()) {
                flags[codePoint] |= CharacterTable.REMOVED;
            }
        });
        ask("null", NativeNormalizer.BERT_SPLIT, (codePoint, pieces) -> {
            if (pieces.isEmpty()) {
                flags[codePoint] |= CharacterTable.WHITESPACE;
            }
        });
        askPunctuation();
        ask(NativeNormalizer.bert(false, true, false, false), NativeNormalizer.NO_SPLIT, (codePoint, pieces) -> {
            if (pieces.size() == 3) {
                flags[codePoint] |= CharacterTable.CHINESE;
            }
        });
        ask(NativeNormalizer.bert(false, false, true, false), NativeNormalizer.NO_SPLIT, (codePoint, pieces) -> {
            if (pieces.isEmpty()) {
                flags[codePoint] |= CharacterTable.NONSPACING_MARK;
            }
        });
    }

    /// Whitespace ends a word and punctuation is one, so the letters around both lie in different words.
    private void askPunctuation() {
        try (var reference = new NativeNormalizer("null", NativeNormalizer.BERT_SPLIT)) {
            for (int codePoint = 0; codePoint < CODE_POINTS; codePoint++) {
                if (isSurrogate(codePoint) || (flags[codePoint] & CharacterTable.WHITESPACE) != 0) {
                    continue;
                }
                List<Piece> pieces = reference.normalize("x" + Character.toString(codePoint) + "x");
                if (pieces.getLast().word() == 2) {
                    flags[codePoint] |= CharacterTable.PUNCTUATION;
                }
            }
        }
    }

    /// An added token that has to be a single word is found only where no neighbour is part of a word.
    private void askWords() throws IOException {
        Path json = Files.createTempFile("words", ".json");
        Files.writeString(json, """
                {"version":"1.0","truncation":null,"padding":null,"normalizer":null,"pre_tokenizer":null,
                 "post_processor":null,"decoder":null,"added_tokens":[{"id":1,"content":"<w>","single_word":true,
                 "lstrip":false,"rstrip":false,"normalized":false,"special":false}],
                 "model":{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}}""");
        try (var reference = new NativeTokenizer(json, Truncation.NONE)) {
            for (int codePoint = 0; codePoint < CODE_POINTS; codePoint++) {
                if (!isSurrogate(codePoint)) {
                    var text = new TokenizerInput.Text(Character.toString(codePoint) + "<w>");
                    if (reference.windows(text).getFirst().ids().length == 1) {
                        flags[codePoint] |= CharacterTable.WORD;
                    }
                }
            }
        }
        Files.delete(json);
    }

    private void askMappings() {
        ask("{\"type\":\"NFD\"}", NativeNormalizer.NO_SPLIT,
                (codePoint, pieces) -> decomposition[codePoint] = mapping(codePoint, pieces));
        ask("{\"type\":\"Lowercase\"}", NativeNormalizer.NO_SPLIT,
                (codePoint, pieces) -> lowercase[codePoint] = mapping(codePoint, pieces));
        for (int codePoint = HangulSyllable.FIRST; codePoint <= HangulSyllable.LAST; codePoint++) {
            if (!decomposition[codePoint].equals(HangulSyllable.decompose(codePoint))) {
                throw new IllegalStateException("U+%04X: not decomposed by Hangul arithmetic".formatted(codePoint));
            }
            decomposition[codePoint] = "";
            flags[codePoint] |= CharacterTable.HANGUL;
        }
    }

    private static String mapping(int codePoint, List<Piece> pieces) {
        var mapped = new StringBuilder();
        pieces.forEach(piece -> mapped.appendCodePoint(piece.codePoint()));
        return mapped.toString().equals(Character.toString(codePoint)) ? "" : mapped.toString();
    }

    /// Two marks change places exactly when the first has the higher class. A mark that goes behind one
    /// of class 1 or before one of class 240, the highest, therefore has a class, and a sort by such
    /// questions ranks all of them.
    private void askOrder() {
        try (var reference = new NativeNormalizer("{\"type\":\"NFD\"}", NativeNormalizer.NO_SPLIT)) {
            var ranked = new ArrayList<List<Integer>>();
            for (int codePoint = 0; codePoint < CODE_POINTS; codePoint++) {
                if (!isSurrogate(codePoint) && !isDecomposed(codePoint) && hasClass(reference, codePoint)) {
                    insert(reference, ranked, codePoint);
                }
            }
            for (int rank = 0; rank < ranked.size(); rank++) {
                for (int codePoint : ranked.get(rank)) {
                    order[codePoint] = rank + 1;
                }
            }
        }
    }

    private boolean isDecomposed(int codePoint) {
        return !decomposition[codePoint].isEmpty() || (flags[codePoint] & CharacterTable.HANGUL) != 0;
    }

    private static boolean hasClass(NativeNormalizer reference, int codePoint) {
        return codePoint == HIGHEST_CLASS
                || swaps(reference, codePoint, LOWEST_CLASS)
                || swaps(reference, HIGHEST_CLASS, codePoint);
    }

    private static void insert(NativeNormalizer reference, List<List<Integer>> ranked, int codePoint) {
        int low = 0;
        int high = ranked.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int other = ranked.get(middle).getFirst();
            if (swaps(reference, codePoint, other)) {
                low = middle + 1;
            } else if (swaps(reference, other, codePoint)) {
                high = middle;
            } else {
                ranked.get(middle).add(codePoint);
                return;
            }
        }
        ranked.add(low, new ArrayList<>(List.of(codePoint)));
    }

    private static boolean swaps(NativeNormalizer reference, int first, int second) {
        String text = "x" + Character.toString(first) + Character.toString(second) + "x";
        return reference.normalize(text).get(1).codePoint() != first;
    }

    /// Shows every code point to one normaliser, many at a time with a letter between them.
    private static void ask(String normalizer, String split, Answer answer) {
        try (var reference = new NativeNormalizer(normalizer, split)) {
            for (int from = 0; from < CODE_POINTS; from += BATCH) {
                var text = new StringBuilder();
                for (int codePoint = from; codePoint < from + BATCH; codePoint++) {
                    text.appendCodePoint(isSurrogate(codePoint) ? 'x' : codePoint).append('x');
                }
                var found = new ArrayList<List<Piece>>();
                for (int i = 0; i < BATCH; i++) {
                    found.add(new ArrayList<>());
                }
                for (Piece piece : reference.normalize(text.toString())) {
                    if (piece.start() % 2 == 0) {
                        found.get(piece.start() / 2).add(piece);
                    }
                }
                for (int i = 0; i < BATCH; i++) {
                    if (!isSurrogate(from + i)) {
                        answer.accept(from + i, found.get(i));
                    }
                }
            }
        }
    }

    private void write(Path target) throws IOException {
        var rows = new HashMap<Row, Integer>();
        var cells = new int[CODE_POINTS];
        for (int codePoint = 0; codePoint < CODE_POINTS; codePoint++) {
            int source = isSurrogate(codePoint) ? REPLACEMENT : codePoint;
            var row = new Row(flags[source], order[source], decomposition[source], lowercase[source]);
            cells[codePoint] = rows.computeIfAbsent(row, r -> rows.size());
        }
        var inOrder = new TreeMap<Integer, Row>();
        rows.forEach((row, index) -> inOrder.put(index, row));

        var blocks = new ArrayList<Integer>();
        var stored = new ArrayList<Integer>();
        var known = new HashMap<List<Integer>, Integer>();
        for (int from = 0; from < CODE_POINTS; from += CharacterTable.BLOCK_SIZE) {
            List<Integer> block = Arrays.stream(cells, from, from + CharacterTable.BLOCK_SIZE).boxed().toList();
            Integer index = known.get(block);
            if (index == null) {
                index = known.size();
                known.put(block, index);
                stored.addAll(block);
            }
            blocks.add(index);
        }
        var pool = new StringBuilder("\0");
        var offsets = new HashMap<String, Integer>(Map.of("", 0));
        List<Row> all = List.copyOf(inOrder.values());
        try (var out = new DataOutputStream(Files.newOutputStream(target))) {
            out.writeInt(CharacterTable.MAGIC);
            writeChars(out, blocks);
            writeChars(out, stored);
            writeBytes(out, all.stream().map(Row::flags).toList());
            writeBytes(out, all.stream().map(Row::order).toList());
            writeChars(out, all.stream().map(row -> offset(row.decomposition(), offsets, pool)).toList());
            writeChars(out, all.stream().map(row -> offset(row.lowercase(), offsets, pool)).toList());
            writeChars(out, pool.chars().boxed().toList());
        }
    }

    private static int offset(String mapped, Map<String, Integer> offsets, StringBuilder pool) {
        return offsets.computeIfAbsent(mapped, text -> {
            int offset = pool.length();
            pool.append((char) text.length()).append(text);
            return offset;
        });
    }

    private static void writeChars(DataOutputStream out, List<Integer> values) throws IOException {
        out.writeInt(values.size());
        for (int value : values) {
            if (value > Character.MAX_VALUE) {
                throw new IllegalStateException("does not fit 16 bits: " + value);
            }
            out.writeChar(value);
        }
    }

    private static void writeBytes(DataOutputStream out, List<Integer> values) throws IOException {
        out.writeInt(values.size());
        for (int value : values) {
            out.writeByte(value);
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
