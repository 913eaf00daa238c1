package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.tensorflow.TensorFlowCheckpoint;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.BertConfigBuilder;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A BERT as TensorFlow's users pass it on: a checkpoint, a `vocab.txt` and mostly a `bert_config.json`.
///
/// @param weights the open checkpoint
/// @param vocabulary path of the `vocab.txt`
/// @param configuration path of the `bert_config.json`, if there is one
record TensorFlowModel(TensorFlowCheckpoint weights, Path vocabulary, Optional<Path> configuration) {
    /// The size of an attention head in every BERT that Google has published.
    private static final int HEAD_SIZE = 64;

    /// The configuration file, or what the shapes tell together with Google's size of a head.
    ///
    /// @throws CheckpointException when it does not fit the weights
    BertConfig config() throws IOException {
        EncoderShapes shapes = EncoderShapes.of(weights);
        try {
            BertConfig config = configuration.isPresent()
                    ? ConfigFile.read(configuration.get()).bert()
                    : withPublishedHeads(shapes).build();
            shapes.check(config);
            return config;
        } catch (IllegalArgumentException misfit) {
            throw new CheckpointException(weights.file(), misfit.getMessage(), misfit);
        }
    }

    /// What [#config] has to assume, as sentences without an end.
    List<String> assumed() {
        return configuration.isPresent()
                ? List.of()
                : List.of("no bert_config.json: attention heads of " + HEAD_SIZE + " features, as all of Google's have");
    }

    private BertConfigBuilder withPublishedHeads(EncoderShapes shapes) throws CheckpointException {
        int hidden = shapes.hiddenSize();
        if (hidden % HEAD_SIZE != 0) {
            throw new CheckpointException(weights.file(), "hidden size " + hidden + " is no multiple of " + HEAD_SIZE
                    + ": bert_config.json is needed to know the number of attention heads");
        }
        return shapes.sizes().numAttentionHeads(hidden / HEAD_SIZE);
    }

    /// The tokenizer: cased if any word of the vocabulary has a capital letter, since nothing else in the files says it.
    WordPieceTokenizer tokenizer() throws IOException {
        var cased = WordPieceTokenizer.fromVocab(vocabulary, TokenizerOptions.cased());
        return hasCapitals(cased.vocabulary())
                ? cased
                : WordPieceTokenizer.fromVocab(vocabulary, TokenizerOptions.uncased());
    }

    private static boolean hasCapitals(Vocabulary vocabulary) {
        return vocabulary.tokens().stream()
                .filter(token -> !token.startsWith("["))
                // Not isUpperCase: uncased vocabularies hold letters such as U+211D that are capital and nothing else.
                .anyMatch(token -> token.codePoints().anyMatch(c -> Character.toLowerCase(c) != c));
    }
}
