package dev.lathe.checks.python;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.hub.ModelImport;
import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A directory that the Python libraries have written, held against their answers.
///
/// @param model where it is
/// @param theirs what they make of it
record TheirDirectory(Path model, TheirAnswers theirs) {
    private static final double TOLERANCE = 1e-5;

    /// Holds what we make of a directory against what they do.
    ///
    /// @param directory with the model and `answers.json`
    static void check(Path directory) throws IOException {
        TheirAnswers theirs = TheirAnswers.read(directory.resolve("answers.json"));
        Path model = directory.resolve("model");
        if (theirs.refusal() != null) {
            assertEquals(model + ": " + theirs.refusal(), assertThrows(CheckpointException.class, () -> TextEmbedder.load(model)).getMessage());
            return;
        }
        Path ready = theirs.convert() == null ? model : imported(directory, theirs.convert());
        var found = new TheirDirectory(ready, theirs);
        found.checkTokens();
        found.checkScores();
        found.checkVectors();
        found.checkGuesses();
        found.checkEntities();
    }

    private static Path imported(Path directory, String file) throws IOException {
        Path imported = directory.resolve("imported");
        ModelImport.run(directory.resolve("model").resolve(file), StoredType.F32, imported);
        return imported;
    }

    /// Ids, types and offsets of each text.
    private void checkTokens() throws IOException {
        if (theirs.inputs().stream().allMatch(input -> input.text() == null)) {
            return;
        }
        Tokenizer tokenizer = ModelDirectory.open(model).tokenizer();
        for (TheirAnswers.Input input : theirs.inputs()) {
            Encoding ours = input.pair() == null
                    ? tokenizer.encode(input.text(), theirs.longest())
                    : tokenizer.encode(input.text(), input.pair(), theirs.longest());
            assertArrayEquals(input.ids(), ours.ids(), () -> "ids of '" + input.text() + "'");
            assertArrayEquals(input.types(), ours.typeIds(), () -> "types of '" + input.text() + "'");
            var offsets = new int[ours.size()][];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = new int[] {ours.start(i), ours.end(i)};
            }
            assertArrayEquals(input.offsets(), offsets, () -> "offsets of '" + input.text() + "'");
        }
    }

    /// Labels, hidden states and the scores of the head.
    private void checkScores() throws IOException {
        if (theirs.labels() != null) {
            assertEquals(theirs.labels(), ConfigFile.read(model.resolve(ConfigFile.NAME)).labels());
        }
        if (theirs.inputs().isEmpty()) {
            return;
        }
        try (var encoder = OurModel.open(model, "none"); var head = OurModel.open(model, theirs.head())) {
            for (TheirAnswers.Input input : theirs.inputs()) {
                assertClose(input.hidden(), encoder.scores(input.ids(), input.types()).getFirst(), "hidden state");
                List<float[]> ours = head.scores(input.ids(), input.types());
                if (input.logits() != null) {
                    assertClose(input.logits(), ours.getFirst(), "logits");
                }
                if (input.relationship() != null) {
                    assertClose(input.relationship(), ours.getLast(), "relationship");
                }
            }
        }
    }

    /// Embeddings, made as the directory asks.
    private void checkVectors() throws IOException {
        if (theirs.vectors() == null) {
            return;
        }
        try (var embedder = TextEmbedder.load(model)) {
            for (TheirAnswers.Vector vector : theirs.vectors()) {
                assertClose(vector.values(), embedder.embed(vector.text()), "vector of '" + vector.text() + "'");
            }
        }
    }

    /// Guesses for masks, the best first.
    private void checkGuesses() throws IOException {
        if (theirs.guesses() == null) {
            return;
        }
        try (var filler = MaskFiller.load(model)) {
            for (TheirAnswers.Masks masks : theirs.guesses()) {
                List<List<MaskFiller.Guess>> ours = filler.fill(masks.text(), masks.masks().getFirst().size());
                assertEquals(masks.masks().stream().map(mask -> mask.stream().map(TheirAnswers.Guess::id).toList()).toList(),
                        ours.stream().map(mask -> mask.stream().map(MaskFiller.Guess::id).toList()).toList(), masks.text());
                for (int mask = 0; mask < ours.size(); mask++) {
                    for (int rank = 0; rank < ours.get(mask).size(); rank++) {
                        assertEquals(masks.masks().get(mask).get(rank).probability(),
                                ours.get(mask).get(rank).probability(), TOLERANCE, masks.text());
                    }
                }
            }
        }
    }

    /// Entities, for each way of joining pieces.
    private void checkEntities() throws IOException {
        if (theirs.entities() == null) {
            return;
        }
        try (Device device = Device.cpu(1)) {
            for (TheirAnswers.Entities entities : theirs.entities()) {
                String what = entities.aggregation() + " of '" + entities.text() + "'";
                var options = TokenClassifier.Options.of(model).withAggregation(entities.aggregation());
                try (var classifier = TokenClassifier.load(model, options, device)) {
                    List<Entity> ours = classifier.predict(entities.text());
                    assertEquals(entities.found().stream().map(e -> e.type() + " " + e.start() + " " + e.end()).toList(),
                            ours.stream().map(e -> e.type() + " " + e.start() + " " + e.end()).toList(), what);
                    for (int i = 0; i < ours.size(); i++) {
                        assertEquals(entities.found().get(i).score(), ours.get(i).score(), TOLERANCE, what);
                    }
                }
            }
        }
    }

    private static void assertClose(float[] theirs, float[] ours, String what) {
        assertEquals(theirs.length, ours.length, what);
        for (int i = 0; i < ours.length; i++) {
            int at = i;
            assertEquals(theirs[i], ours[i], TOLERANCE, () -> what + " at " + at);
        }
    }
}
