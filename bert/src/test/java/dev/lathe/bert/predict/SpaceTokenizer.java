package dev.lathe.bert.predict;

import dev.lathe.tokenizer.InputEncoder;
import dev.lathe.tokenizer.PieceBuffer;
import dev.lathe.tokenizer.PieceReader;
import dev.lathe.tokenizer.SpecialTokenTemplate;
import dev.lathe.tokenizer.SpecialTokenTemplate.Special;
import dev.lathe.tokenizer.SpecialTokenTemplate.Text;
import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A tokenizer that is not WordPiece: it cuts at spaces, and puts `<s> A </s>` or `<s> A </s></s> B </s>` around texts, of
/// which `</s> B </s>` has type 1.
final class SpaceTokenizer implements Tokenizer {
    private static final SpecialTokens NAMES = new SpecialTokens("<unk>", "</s>", "<pad>", "<s>", "<mask>");
    private static final Special START = new Special("<s>", 0);
    private static final Special END = new Special("</s>", 0);
    private static final Special SECOND_END = new Special("</s>", 1);
    private static final SpecialTokenTemplate TEMPLATE = new SpecialTokenTemplate(
            List.of(START, new Text(0, 0), END),
            List.of(START, new Text(0, 0), END, SECOND_END, new Text(1, 1), SECOND_END));

    private final InputEncoder encoder;

    /// @param vocabulary with `<s>`, `</s>` and every word that will come
    SpaceTokenizer(Vocabulary vocabulary) {
        encoder = new InputEncoder(vocabulary, TEMPLATE, () -> new Reader(vocabulary, new PieceBuffer()));
    }

    private record Reader(Vocabulary vocabulary, PieceBuffer pieces) implements PieceReader {
        @Override
        public PieceBuffer read(String text, int limit) {
            pieces.clear();
            int from = 0;
            for (String word : text.split(" ")) {
                pieces.add(vocabulary.id(word).orElseThrow(), from, from + word.length());
                pieces.endWord();
                from += word.length() + 1;
            }
            return pieces;
        }

        @Override
        public PieceBuffer readWords(List<String> words) {
            pieces.clear();
            for (String word : words) {
                pieces.add(vocabulary.id(word).orElseThrow(), 0, word.length());
                pieces.endWord();
            }
            return pieces;
        }
    }

    @Override
    public InputEncoder encoder() {
        return encoder;
    }

    @Override
    public String kind() {
        return "spaces";
    }

    @Override
    public SpecialTokens specialTokens() {
        return NAMES;
    }

    @Override
    public boolean lowercases() {
        return false;
    }

    @Override
    public Tokenizer lowercasing() {
        throw new UnsupportedOperationException("spaces: no letter is changed");
    }

    @Override
    public Optional<Truncation> truncation() {
        return Optional.empty();
    }

    @Override
    public String decode(int[] ids, boolean skipSpecialTokens) {
        return Arrays.stream(ids).mapToObj(vocabulary()::token)
                .filter(token -> !skipSpecialTokens || !NAMES.all().contains(token))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void save(Path directory, int maxLength) {
        throw new UnsupportedOperationException("spaces: has no files");
    }
}
