package dev.lathe.checks.python;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What we make of a directory of ours, for `read_directories.py` to compare.
///
/// @param head which class of theirs has to be opened
/// @param longest tokens to which texts are cut
/// @param inputs what is given, and the result of each
/// @param labels names of the classes; absent where there are none
/// @param problem the key `problem_type`; absent where there is none
/// @param vectors embeddings; absent unless it is a model for them
record OurAnswers(
        String head, int longest, List<Input> inputs, @Nullable List<String> labels, @Nullable String problem,
        @Nullable List<Vector> vectors) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String[]> TEXTS = List.of(
            new String[] {"The soup was cold.", null},
            new String[] {"", null},
            new String[] {"Naïve café ÉÉ 中文 😀 unwarmable [MASK] <drug> covid", null},
            new String[] {"was the soup cold?", "The soup was cold. My food had no warmth."},
            new String[] {"a ".repeat(50), "London is the city; ".repeat(20)},
            new String[] {"ada lovelace lived in london ".repeat(30), null});

    /// A text, or a pair of texts.
    record Input(
            String text, @Nullable String pair, int[] ids, int[] types, int[][] offsets, float[] hidden,
            float @Nullable [] logits) {}

    /// The embedding of a text.
    record Vector(String text, float[] values) {}

    /// Computes the answers of a directory.
    static OurAnswers of(Path directory) throws IOException {
        ModelDirectory model = ModelDirectory.open(directory);
        BertConfig config = model.config().bert();
        String head = head(model.config().head().orElseThrow());
        var inputs = new ArrayList<Input>();
        try (var encoder = OurModel.open(directory, "none"); var scores = OurModel.open(directory, head)) {
            for (String[] text : TEXTS) {
                inputs.add(input(model.tokenizer(), text[0], text[1], config.longestSequence(), encoder,
                        head.equals("none") ? null : scores));
            }
        }
        List<String> labels = model.config().labels();
        ProblemType problem = model.config().problemType();
        return new OurAnswers(head, config.longestSequence(), inputs, labels.isEmpty() ? null : labels,
                problem == ProblemType.UNSPECIFIED ? null : problem.key(), head.equals("none") ? vectors(directory) : null);
    }

    private static String head(ModelHead head) {
        return switch (head) {
            case NONE -> "none";
            case MASKED_LM -> "masked";
            case NEXT_SENTENCE_PREDICTION -> "next";
            case PRE_TRAINING -> "pretraining";
            case SEQUENCE_CLASSIFICATION -> "sequence";
            case TOKEN_CLASSIFICATION -> "token";
            case QUESTION_ANSWERING -> "answer";
            case MULTIPLE_CHOICE -> "choice";
        };
    }

    private static Input input(
            Tokenizer tokenizer, String text, @Nullable String pair, int longest, OurModel encoder,
            @Nullable OurModel scores) {
        Encoding encoding = pair == null ? tokenizer.encode(text, longest) : tokenizer.encode(text, pair, longest);
        var offsets = new int[encoding.size()][];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = new int[] {encoding.start(i), encoding.end(i)};
        }
        int[] ids = encoding.ids();
        int[] types = encoding.typeIds();
        return new Input(text, pair, ids, types, offsets, encoder.scores(ids, types).getFirst(),
                scores == null ? null : scores.scores(ids, types).getFirst());
    }

    private static List<Vector> vectors(Path directory) throws IOException {
        try (var embedder = TextEmbedder.load(directory)) {
            return TEXTS.stream().filter(text -> text[1] == null)
                    .map(text -> new Vector(text[0], embedder.embed(text[0]))).toList();
        }
    }

    void write(Path file) throws IOException {
        MAPPER.writeValue(file.toFile(), this);
    }
}
