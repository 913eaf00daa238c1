package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.data.ChoiceExample;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.ExampleMaker;
import dev.lathe.train.data.question.GoldAnswer;
import dev.lathe.train.data.Holdout;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.data.text.PlainText;
import dev.lathe.train.data.question.QuestionExample;
import dev.lathe.train.data.text.ScoredTextExample;
import dev.lathe.train.data.text.SentenceTuple;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.answering.QuestionAnsweringTask;
import dev.lathe.train.task.choice.MultipleChoiceTask;
import dev.lathe.train.task.classification.MultiLabelTask;
import dev.lathe.train.task.classification.RegressionTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import dev.lathe.train.task.embedding.SentenceEmbeddingTask;
import dev.lathe.train.task.maskedlm.MaskedLmTask;
import dev.lathe.train.task.tagging.TokenClassificationTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Training data that is in no file.
class RowsTrainingDataTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A row as an application has it.
    private record Review(String text, String label) {
        static TextExample example(Review review, SourceLine at) {
            return new TextExample(at, review.text, null, review.label);
        }
    }

    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;
    private Path dev;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = TinyModel.sentences(folder.resolve("train.jsonl"), 24);
        dev = TinyModel.sentences(folder.resolve("dev.jsonl"), 8);
    }

    @Test
    void whatIsSetAsideMayHaveASeedOfItsOwn() throws IOException {
        var rows = IntStream.range(0, 40).boxed().toList();
        var data = TrainingData.ofRows(rows, (row, at) -> new TextExample(at, "text " + row, null, row % 2 == 0 ? "even" : "odd"))
                .withDevFraction(0.5);
        var task = new SequenceClassificationTask();
        assertNotEquals(data.read(task, 1).dev().orElseThrow().examples(), data.read(task, 2).dev().orElseThrow().examples());
        assertEquals(data.read(task, 1).dev().orElseThrow().examples(),
                data.withSplitSeed(1).read(task, 2).dev().orElseThrow().examples());
    }

    @Test
    void rowsAndFilesOfTheSameExamplesMakeTheSameModel() throws IOException {
        Path ofFiles = run("files", TrainingData.of(train).withDev(dev).withTest(dev));
        Path ofRows = run("rows", TrainingData.ofRows(reviews(train).stream(), Review::example)
                .withDevRows(reviews(dev), Review::example).withTestRows(reviews(dev), Review::example));
        assertArrayEquals(weights(ofFiles), weights(ofRows));
        assertEquals(json(ofFiles, "report.json").get("loss"), json(ofRows, "report.json").get("loss"));
    }

    @Test
    void partsAreSetAsideOfRowsAsOfFiles() throws IOException {
        Path ofFiles = run("files", TrainingData.of(train).withDevFraction(0.25));
        Path ofRows = run("rows", TrainingData.ofRows(reviews(train), Review::example).withDevFraction(0.25));
        assertArrayEquals(weights(ofFiles), weights(ofRows));
    }

    @Test
    void theRecordHasTheHashOfWhatTheExamplesSay() throws IOException, NoSuchAlgorithmException {
        List<Review> reviews = List.of(new Review("the food was good", "é"), new Review("awful", "no"));
        JsonNode record = json(run("rows", TrainingData.ofRows(reviews, Review::example)), "training.json").get("data").get("train");
        byte[] hashed = ("\0\0\0\2" + "\0\0\0\21the food was good" + "\0\0\0\2é" + "\0\0\0\2" + "\0\0\0\5awful" + "\0\0\0\2no")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals("training data", record.get("file").asText());
        assertEquals(2, record.get("rows").asInt());
        assertEquals(hashed.length, record.get("bytes").asInt());
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(hashed)), record.get("sha256").asText());
    }

    /// Examples that differ in one thing each.
    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(new TextExample(at(1), "a", "b", "c"), new TextExample(at(1), "a", null, "c")),
                Arguments.of(new ScoredTextExample(at(1), "a", null, 1), new ScoredTextExample(at(1), "a", null, 2)),
                Arguments.of(new ChoiceExample(at(1), "a", null, List.of("b", "c"), 0),
                        new ChoiceExample(at(1), "a", null, List.of("b", "c"), 1)),
                Arguments.of(new QuestionExample(at(1), "i", "q", "a a", List.of(new GoldAnswer("a", 0))),
                        new QuestionExample(at(1), "i", "q", "a a", List.of(new GoldAnswer("a", 2)))),
                Arguments.of(new SentenceTuple.Triplet(at(1), "a", "b", "c"), new SentenceTuple.Triplet(at(1), "a", "c", "b")),
                Arguments.of(new SentenceTuple.ScoredPair(at(1), "a", "b", 0), new SentenceTuple.ScoredPair(at(1), "a", "b", 1)),
                Arguments.of(new TaggedSentence(at(1), false, List.of("a", "b"), List.of("O", "O")),
                        new TaggedSentence(at(1), false, List.of("a", "b"), List.of("O", "B-X"))));
    }

    /// A column of a database may be empty.
    @Test
    void whatIsMissingOfAnExampleIsNamed() {
        missing("text: null", at -> new TextExample(at, null, null, "b"));
        missing("label: null", at -> new TextExample(at, "a", null, null));
        missing("text: null", at -> new ScoredTextExample(at, null, null, 1));
        missing("text: null", at -> new MultiLabelExample(at, null, null, List.of()));
        missing("question: null", at -> new QuestionExample(at, "i", null, "a", List.of()));
        missing("context: null", at -> new ChoiceExample(at, null, null, List.of("b", "c"), 0));
        missing("text: null", at -> new PlainText(at, null));
        missing("positive: null", at -> new SentenceTuple.Pair(at, "a", null));
        missing("first: null", at -> new SentenceTuple.ScoredPair(at, null, "b", 1));
        missing("negative: null", at -> new SentenceTuple.Triplet(at, "a", "b", null));
        missing("tags[1]: null", at -> new TaggedSentence(at, List.of("Ann", "sleeps"), Arrays.asList("B-PER", null)));
        missing("tokens: null", at -> new TaggedSentence(at, null, List.of()));
        missing("labels[0]: null", at -> new MultiLabelExample(at, "a", null, Arrays.asList((String) null)));
        missing("choices[1]: null", at -> new ChoiceExample(at, "a", null, Arrays.asList("b", null), 0));
        missing("answers: null", at -> new QuestionExample(at, "i", "q", "a", null));
        missing("the example made of it: null", at -> null);
    }

    private static void missing(String message, Function<SourceLine, Example> maker) {
        assertEquals("example 1 of the training data: " + message, assertThrows(
                DataException.class, () -> Dataset.ofRows("training data", List.of(1), (_, at) -> maker.apply(at))).getMessage());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void otherExamplesHaveAnotherHash(Example one, Example other) {
        assertNotEquals(hash(one), hash(other));
        assertEquals(hash(one), hash(one));
    }

    private static String hash(Example example) {
        return Dataset.ofRows("data", List.of(example), (row, _) -> row).file().sha256();
    }

    @Test
    void whatMakesNoExampleIsNamedByItsNumber() {
        refused("example 2 of the training data: the label is blank", List.of(new Review("a", "b"), new Review("c", " ")));
        refused("example 1 of the training data: null", Arrays.asList(null, new Review("c", "d")));
        refused("the training data: no examples", List.of());
        var data = TrainingData.of(train);
        assertEquals("example 1 of the dev data: the label is blank", assertThrows(DataException.class,
                () -> data.withDevRows(List.of(new Review("a", "")), Review::example)).getMessage());
        assertEquals("the test data: no examples", assertThrows(DataException.class,
                () -> data.withTestRows(List.<Review>of(), Review::example)).getMessage());
    }

    private static void refused(String message, List<Review> reviews) {
        assertEquals(message, assertThrows(DataException.class, () -> TrainingData.ofRows(reviews, Review::example)).getMessage());
    }

    @Test
    void groupsNeedAFile() {
        var data = TrainingData.ofRows(List.of(new Review("a", "b")), Review::example);
        var holdout = new Holdout(OptionalDouble.of(0.5), OptionalDouble.empty(), false, Optional.of("patient"));
        assertEquals("group column 'patient': examples in memory have no columns",
                assertThrows(IllegalArgumentException.class, () -> data.withHoldout(holdout)).getMessage());
    }

    /// What the task finds in examples from memory, where reading a file would have found it.
    static Stream<Arguments> unfit() {
        return Stream.of(
                refusal(new TokenClassificationTask(), "a TextExample, but the task learns from TaggedSentence",
                        (_, at) -> new TextExample(at, "a", null, "b")),
                refusal(new SequenceClassificationTask(), "a PlainText, but the task learns from TextExample",
                        (_, at) -> new PlainText(at, "a")),
                refusal(new MultiLabelTask(), "a PlainText, but the task learns from MultiLabelExample",
                        (_, at) -> new PlainText(at, "a")),
                refusal(new MaskedLmTask(), "the text is blank", (_, at) -> new PlainText(at, " ")),
                refusal(new RegressionTask(), "the number is NaN", (_, at) -> new ScoredTextExample(at, "a", null, Double.NaN)),
                refusal(new MultipleChoiceTask(), "no label",
                        (_, at) -> new ChoiceExample(at, "a", null, List.of("b", "c"), ChoiceExample.UNLABELLED)),
                refusal(new QuestionAnsweringTask(), "question 'i': answer 'food' is not in the context at 3",
                        (_, at) -> new QuestionExample(at, "i", "what", "the food", List.of(new GoldAnswer("food", 3)))),
                refusal(new SentenceEmbeddingTask(), "the number is Infinity",
                        (_, at) -> new SentenceTuple.ScoredPair(at, "a", "b", Double.POSITIVE_INFINITY)));
    }

    private static <E extends Example> Arguments refusal(Task<?> task, String reason, ExampleMaker<String, E> maker) {
        return Arguments.of(task, "example 1 of the training data: " + reason, TrainingData.ofRows(List.of("row"), maker));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void examplesThatATaskCannotLearnFromAreRefused(Task<?> task, String message, TrainingData data) {
        assertEquals(message, assertThrows(DataException.class, () -> new FineTuning(
                BaseModel.of(encoder), data, folder.resolve("out")).task(task).run(TrainingListener.NONE)).getMessage());
    }

    @Test
    void tuplesOfTwoKindsAndQuestionsOfOneNameAreRefused() {
        assertEquals("example 2 of the training data: a triplet, but example 1 is a pair", refusedBy(new SentenceEmbeddingTask(),
                TrainingData.<Integer, SentenceTuple>ofRows(List.of(1, 2), (row, at) -> row == 1
                        ? new SentenceTuple.Pair(at, "a", "b") : new SentenceTuple.Triplet(at, "a", "b", "c"))));
        assertEquals("example 2 of the training data: two questions are named 'i'", refusedBy(new QuestionAnsweringTask(),
                TrainingData.ofRows(List.of(1, 2), (_, at) -> new QuestionExample(at, "i", "what", "food", List.of()))));
    }

    private static String refusedBy(Task<?> task, TrainingData data) {
        return assertThrows(DataException.class, () -> data.read(task, 42)).getMessage();
    }

    private static SourceLine at(long number) {
        return SourceLine.inMemory("training data", number);
    }

    private static List<Review> reviews(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(RowsTrainingDataTest::review).toList();
    }

    private static Review review(String line) {
        try {
            JsonNode row = JSON.readTree(line);
            return new Review(row.get("text").asText(), row.get("label").asText());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path run(String name, TrainingData data) throws IOException {
        return new FineTuning(BaseModel.of(encoder), data, folder.resolve(name))
                .options(TrainingOptions.builder().epochs(1).batchSize(8).build()).run(TrainingListener.NONE).directory();
    }

    private static byte[] weights(Path directory) throws IOException {
        return Files.readAllBytes(directory.resolve("model.safetensors"));
    }

    private static JsonNode json(Path directory, String name) throws IOException {
        return JSON.readTree(Files.readAllBytes(directory.resolve(name)));
    }
}
