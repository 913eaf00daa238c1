package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.data.Holdout;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.train.task.classification.RegressionTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import dev.lathe.watch.drift.Observation;
import dev.lathe.watch.drift.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a fine-tuning leaves behind.
class FineTuningResultTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;
    private Path dev;
    private Path out;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = TinyModel.sentences(folder.resolve("train.jsonl"), 40);
        dev = TinyModel.sentences(folder.resolve("dev.jsonl"), 16);
        out = folder.resolve("out");
    }

    @Test
    void holdsEveryFileThatWasPromised() throws IOException {
        run(TrainingData.of(train).withDev(dev).withTest(dev), quick());
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of("README.md", "config.json", "metrics.jsonl", "model.safetensors", "reference.json", "report.json", "report.txt",
                            "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "training.json", "vocab.txt"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /// Of the dev data and not of the texts that were learnt, and nothing of it can be read back as words.
    @Test
    void theReferenceIsOfTheDevDataAndHasNoText() throws IOException {
        run(TrainingData.of(train).withDev(dev), quick());
        Reference reference = Reference.read(out).orElseThrow();
        assertEquals("dev", reference.split());
        assertEquals(16, reference.items());
        assertEquals(128, reference.maxLength());
        assertEquals(16, reference.sample().size());
        try (var classifier = TextClassifier.load(out)) {
            Prediction first = classifier.predict("the food was good.");
            Observation remembered = reference.sample().getFirst();
            assertEquals(first.label(), remembered.label());
            assertEquals(first.score(), remembered.score(), 1e-6);
            assertEquals(List.copyOf(first.scores().values()).getFirst(), remembered.scores().getFirst(), 1e-6);
            assertEquals(classifier.countTokens("the food was good."), remembered.tokens());
            assertEquals(0, remembered.unknown());
        }
        assertFalse(Files.readString(out.resolve(Reference.NAME)).contains("food"));
    }

    /// Who reads the tokenizer's word for it would else give the model more than it has positions for.
    @Test
    void saysNoLongerTextsThanTheModelReads() throws IOException {
        run(TrainingData.of(train), quick());
        assertEquals(TinyModel.POSITIONS, json("tokenizer_config.json").get("model_max_length").asInt());
        Files.writeString(encoder.resolve("tokenizer_config.json"), "{\"model_max_length\": 100}");
        run(TrainingData.of(train), quick());
        assertEquals(100, json("tokenizer_config.json").get("model_max_length").asInt());
    }

    /// The encoder of an early sentence-transformers model lies in a folder of its own, with all that training reads of it.
    @Test
    void theBasesHashesAreThoseOfTheEncodersFolder() throws IOException {
        Path inner = encoder.resolve("0_Transformer");
        Files.createDirectory(inner);
        try (Stream<Path> files = Files.list(encoder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.move(file, inner.resolve(file.getFileName()));
            }
        }
        Files.writeString(encoder.resolve("modules.json"),
                "[{\"idx\": 0, \"path\": \"0_Transformer\", \"type\": \"sentence_transformers.models.Transformer\"}]");
        run(TrainingData.of(train), quick());
        JsonNode hashes = json("training.json").get("base_files");
        assertEquals(Sha256.of(inner.resolve("model.safetensors")), hashes.get("model.safetensors").asText());
        assertEquals(Sha256.of(inner.resolve("config.json")), hashes.get("config.json").asText());
    }

    @Test
    void tellsWhatInTheBaseDoesNotFitTogether() throws IOException {
        Path config = encoder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\\{",
                "{\"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"label2id\": {\"x\": 0}, "));
        var notices = new ArrayList<String>();
        new FineTuning(BaseModel.of(encoder), TrainingData.of(train), out).options(quick()).run(new TrainingListener() {
            @Override
            public void notice(String notice) {
                notices.add(notice);
            }
        });
        assertEquals(
                "config.json: 'label2id' has no number for 'a', but 'id2label', which counts, has 0", notices.getFirst());
    }

    @Test
    void logsEveryStepAndEvaluation() throws IOException {
        run(TrainingData.of(train).withDev(dev).withTest(dev), quick());
        List<JsonNode> lines = metrics();
        assertEquals(2 * 3 + 2 + 2 + 1, lines.size());
        List<JsonNode> steps = lines.stream().filter(line -> line.has("step")).toList();
        for (int i = 0; i < steps.size(); i++) {
            JsonNode step = steps.get(i);
            assertEquals(List.of("epoch", "step", "loss", "lr", "grad_norm", "tokens", "tokens_per_second", "time"), names(step));
            assertEquals(i + 1, step.get("step").asInt());
            assertEquals(i / 3 + 1, step.get("epoch").asInt());
            assertTrue(step.get("tokens_per_second").asDouble() > 0);
        }
        JsonNode last = lines.getLast();
        assertEquals(List.of("epoch", "split", "loss", "accuracy", "macro_f1", "weighted_f1", "time"), names(last));
        assertEquals("test", last.get("split").asText());
        List<JsonNode> splits = lines.stream().filter(line -> line.has("split")).toList();
        assertEquals(List.of("train", "dev", "train", "dev", "test"),
                splits.stream().map(line -> line.get("split").asText()).toList());
        assertEquals(List.of("epoch", "split", "loss", "time"), names(splits.get(0)));
        assertEquals(2, splits.get(2).get("epoch").asInt());
    }

    /// Over its examples: the last step of an epoch has fewer, and counts for as many.
    @Test
    void anEpochsLossIsTheMeanOverItsExamples() throws IOException {
        int examples = Files.readAllLines(train).size();
        int batch = 9;
        assertTrue(examples % batch > 0, "the last step has fewer");
        run(TrainingData.of(train), TrainingOptions.builder().epochs(2).batchSize(batch).build());
        for (int epoch = 1; epoch <= 2; epoch++) {
            double sum = 0;
            int left = examples;
            double told = Double.NaN;
            for (JsonNode line : metrics()) {
                if (line.get("epoch").asInt() == epoch && line.has("step")) {
                    sum += line.get("loss").asDouble() * Math.min(batch, left);
                    left -= Math.min(batch, left);
                } else if (line.get("epoch").asInt() == epoch) {
                    assertEquals("train", line.get("split").asText());
                    told = line.get("loss").asDouble();
                }
            }
            assertEquals(0, left);
            assertEquals(sum / examples, told, 1e-6);
        }
    }

    @Test
    void theRecordHasTheHashesOfTheBaseAndOfTheResult() throws IOException {
        run(TrainingData.of(train), quick());
        JsonNode record = json("training.json");
        for (String name : List.of("config.json", "model.safetensors", "vocab.txt")) {
            assertEquals(Sha256.of(encoder.resolve(name)), record.get("base_files").get(name).asText());
        }
        assertEquals("unknown", record.get("base_license").asText());
        assertEquals(List.of("model.safetensors"), names(record.get("result_files")));
        assertEquals(Sha256.of(out.resolve("model.safetensors")), record.get("result_files").get("model.safetensors").asText());
    }

    @Test
    void reportsTheTestSetElseTheDevSetElseTheTrainingLoss() throws IOException {
        var tested = run(TrainingData.of(train).withDev(dev).withTest(dev), quick());
        assertEquals("test", tested.split());
        assertEquals("test", json("report.json").get("split").asText());
        assertEquals(tested.loss(), json("report.json").get("loss").asDouble());
        var developed = run(TrainingData.of(train).withDev(dev), quick());
        assertEquals("dev", developed.split());
        assertEquals(16, json("report.json").get("examples").asInt());
        var trained = run(TrainingData.of(train), quick());
        assertEquals(List.of("split", "file", "examples", "loss"), names(json("report.json")));
        assertEquals(trained.loss(), json("report.json").get("loss").asDouble());
        double mean = metrics().stream().filter(line -> line.get("epoch").asInt() == 2 && line.has("step"))
                .mapToDouble(line -> line.get("loss").asDouble() * (line.get("step").asInt() == 6 ? 8 : 16)).sum() / 40;
        assertEquals(mean, trained.loss(), 1e-6);
        assertEquals(trained.loss(), metrics().getLast().get("loss").asDouble());
    }

    @Test
    void integerLabelsStandInTheirOrder() throws IOException {
        Path numbers = write("numbers.csv", "text,label\ngood,10\nbad,2\nfine,-1\nawful,10\n");
        run(TrainingData.of(numbers), quick());
        assertEquals("{\"0\":\"-1\",\"1\":\"2\",\"2\":\"10\"}", json("config.json").get("id2label").toString());
        assertEquals("{\"-1\":0,\"2\":1,\"10\":2}", json("config.json").get("label2id").toString());
    }

    @Test
    void labelsMayHoldAnyCharacters() throws IOException {
        List<String> labels = List.of("\"quoted\"\nand \\ broken: - [yaml]", "tab\there", "😀", "\uD83D\uDE00\u0301 `x`|");
        var lines = new ArrayList<String>();
        for (String label : labels) {
            lines.add(JSON.writeValueAsString(JSON.createObjectNode().put("text", "good " + label).put("label", label)));
        }
        Path strange = write("strange.jsonl", String.join("\n", lines));
        run(TrainingData.of(strange).withTest(strange), quick());
        try (var classifier = TextClassifier.load(out)) {
            assertEquals(labels, classifier.labels());
        }
        for (int i = 0; i < labels.size(); i++) {
            assertEquals(i, json("config.json").get("label2id").get(labels.get(i)).asInt());
            assertTrue(json("report.json").get("classes").has(labels.get(i)));
        }
        String classes = Files.readString(out.resolve("report.txt")).split("\n\n")[2];
        assertEquals(labels.size(), classes.lines().count(), classes);
    }

    @Test
    void keepsTheEpochThatIsBestOnTheDevSet() throws IOException {
        var options = TrainingOptions.builder().epochs(15).learningRate(1e-3).batchSize(8).build();
        run(TrainingData.of(train).withDev(dev), options);
        List<JsonNode> epochs = metrics().stream().filter(line -> line.path("split").asText().equals("dev")).toList();
        JsonNode best = epochs.stream().max(Comparator
                .comparingDouble((JsonNode line) -> line.get("macro_f1").asDouble())
                .thenComparingDouble(line -> -line.get("loss").asDouble())).orElseThrow();
        assertNotEquals(epochs.getLast(), best, "another epoch than the last, or this shows nothing");
        assertEvaluatesTo(best);
        new FineTuning(BaseModel.of(encoder), TrainingData.of(train).withDev(dev), out)
                .options(options).keep(Keep.LAST).overwrite().run(TrainingListener.NONE);
        assertEvaluatesTo(epochs.getLast());
    }

    @Test
    void aClassifierOfTheSameLabelsIsTrainedFurther() throws IOException {
        Path classifier = TinyModel.classifier(folder.resolve("classifier"), "positive", "negative");
        List<String> notices = notices(classifier, TrainingData.of(train), 1e-9);
        assertEquals(1, notices.size(), notices::toString);
        assertTrue(notices.getFirst().startsWith("on 40 of its training examples "), "nothing else than that such a rate teaches nothing");
        try (var trained = TextClassifier.load(out)) {
            assertEquals(List.of("positive", "negative"), trained.labels(), "the base's order, as its head's rows");
        }
        float[] before = classifierWeight(classifier);
        float[] after = classifierWeight(out);
        for (int i = 0; i < before.length; i++) {
            assertEquals(before[i], after[i], 1e-6);
        }
    }

    @Test
    void aClassifierOfOtherLabelsGetsANewHead() throws IOException {
        Path classifier = TinyModel.classifier(folder.resolve("classifier"), "good", "bad");
        List<String> notices = notices(classifier, TrainingData.of(train), 1e-9);
        assertEquals(2, notices.size(), notices::toString);
        assertEquals("initialised from the seed: classifier.weight, classifier.bias", notices.getFirst());
        float[] before = classifierWeight(classifier);
        assertTrue(Math.abs(before[0] - classifierWeight(out)[0]) > 1e-4);
        try (var trained = TextClassifier.load(out)) {
            assertEquals(List.of("negative", "positive"), trained.labels());
        }
    }

    @Test
    void pairsAreTrainedAndPredictedAsPairs() throws IOException {
        var lines = new ArrayList<>(List.of("text,text_pair,label"));
        for (int i = 0; i < 16; i++) {
            lines.addAll(List.of("good,good,praise", "bad,bad,blame", "good,bad,blame", "bad,good,praise"));
        }
        Path pairs = write("pairs.csv", String.join("\n", lines));
        var options = TrainingOptions.builder().epochs(10).learningRate(6e-3).batchSize(8).build();
        var result = run(TrainingData.of(pairs).withTest(pairs), options);
        assertEquals(1, result.evaluation().orElseThrow().score("accuracy"));
        try (var classifier = TextClassifier.load(out)) {
            List<String> labels = classifier.predictAll(List.of(TextInput.of("good", "bad"), TextInput.of("bad", "good")))
                    .stream().map(Prediction::label).toList();
            assertEquals(List.of("blame", "praise"), labels, "the second text decides");
        }
    }

    @Test
    void theDevFractionIsDrawnByTheSeed() throws IOException {
        var numbered = new StringBuilder("text,label\n");
        for (int i = 0; i < 40; i++) {
            numbered.append("very ".repeat(i)).append(i % 2 == 0 ? "good,1\n" : "bad,0\n");
        }
        var data = TrainingData.of(write("numbered.csv", numbered.toString())).withDevFraction(0.25);
        var task = new SequenceClassificationTask();
        List<Integer> first = data.read(task, 42).dev().orElseThrow().examples().stream()
                .map(e -> e.text().length()).toList();
        assertEquals(10, first.size());
        assertEquals(30, data.read(task, 42).train().size());
        assertEquals(first, data.read(task, 42).dev().orElseThrow().examples().stream()
                .map(e -> e.text().length()).toList());
        assertNotEquals(first, data.read(task, 43).dev().orElseThrow().examples().stream()
                .map(e -> e.text().length()).toList());
        run(data, quick());
        assertEquals(30, json("training.json").get("data").get("train").get("examples").asInt());
        assertEquals(10, json("training.json").get("data").get("dev").get("examples").asInt());
        assertEquals(0.25, json("training.json").get("options").get("dev-fraction").asDouble());
    }

    /// Whatever the seed: a row that is the only one of its label is learnt from.
    @Test
    void aDevSetHoldsNoLabelThatTrainingLacks() throws IOException {
        var rare = TrainingData.of(write("rare.csv", "text,label\n" + "good,a\n".repeat(4) + "bad,b\nfine,c\n")).withDevFraction(0.5);
        for (int seed = 0; seed < 20; seed++) {
            var splits = rare.read(new SequenceClassificationTask(), seed);
            assertEquals(3, splits.dev().orElseThrow().size());
            assertTrue(splits.dev().orElseThrow().examples().stream().allMatch(row -> row.label().equals("a")));
        }
        var scored = TrainingData.of(write("scored.csv", "text,label\na,1\nb,2\n")).withHoldout(
                new Holdout(OptionalDouble.of(0.5), OptionalDouble.empty(), true, Optional.empty()));
        assertEquals("stratify: rows for regression have no labels",
                assertThrows(IllegalArgumentException.class, () -> scored.read(new RegressionTask(), 1)).getMessage());
    }

    @Test
    void labelsThatDifferInOuterSpacesAreTold() throws IOException {
        Path file = write("spaces.csv", "text,label\ngood,pos\nbad,neg\nfine,pos \n");
        assertEquals(file + ": labels 'pos', 'pos ' differ in outer spaces or case only: they count as 2 labels",
                notices(encoder, TrainingData.of(file), 1e-9).getFirst());
    }

    private static TrainingOptions quick() {
        return TrainingOptions.builder().epochs(2).build();
    }

    private FineTuning.Result run(TrainingData data, TrainingOptions options) throws IOException {
        return new FineTuning(BaseModel.of(encoder), data, out).options(options).overwrite().run(TrainingListener.NONE);
    }

    private List<String> notices(Path base, TrainingData data, double rate) throws IOException {
        var notices = new ArrayList<String>();
        new FineTuning(BaseModel.of(base), data, out)
                .options(TrainingOptions.builder().epochs(1).learningRate(rate).build())
                .run(new TrainingListener() {
                    @Override
                    public void notice(String text) {
                        notices.add(text);
                    }
                });
        return notices;
    }

    private void assertEvaluatesTo(JsonNode line) throws IOException {
        try (Device device = Device.cpu(1)) {
            var evaluation = new ModelEvaluation(out, dev).run(device).evaluation();
            assertEquals(line.get("loss").asDouble(), evaluation.loss());
            assertEquals(line.get("macro_f1").asDouble(), evaluation.score("macro_f1"));
            assertEquals(line.get("loss").asDouble(), json("report.json").get("loss").asDouble());
        }
    }

    private static float[] classifierWeight(Path model) throws IOException {
        try (var weights = SafetensorsFile.open(model.resolve("model.safetensors"))) {
            var values = new float[2 * TinyModel.HIDDEN];
            weights.read("classifier.weight", values, 0);
            return values;
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonNode json(String name) throws IOException {
        return JSON.readTree(out.resolve(name).toFile());
    }

    private List<JsonNode> metrics() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(out.resolve("metrics.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
