package dev.lathe.bert.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.bert.heads.BertForSequenceClassification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Labels as `config.json` has them: the names are those that Hugging Face's transformers 5 has for the same files.
class LabelKeysTest {
    private static final String CLASSIFIER = "BertForSequenceClassification";

    @TempDir
    private Path directory;

    /// Transformers leaves out what is its default.
    @Test
    void aTrainedHeadWithoutLabelsHasTwo() throws IOException {
        assertEquals(List.of("LABEL_0", "LABEL_1"), quietly(CLASSIFIER, ""));
        assertEquals(List.of("LABEL_0", "LABEL_1"), quietly("RobertaForTokenClassification", ", \"id2label\": null"));
        assertEquals(List.of(), quietly("BertModel", ""));
        assertEquals(List.of(), quietly("BertForMaskedLM", ""));
    }

    @Test
    void aNumberOfLabelsAloneIsEnough() throws IOException {
        assertEquals(List.of("LABEL_0", "LABEL_1", "LABEL_2"), quietly(CLASSIFIER, ", \"num_labels\": 3"));
        assertEquals(List.of("LABEL_0"), quietly(CLASSIFIER, ", \"num_labels\": 1, \"problem_type\": \"regression\""));
    }

    @Test
    void aMirrorThatFitsIsNoMatter() throws IOException {
        String names = ", \"id2label\": {\"0\": \"a\", \"1\": \"b\"}";
        for (String numbers : List.of("", ", \"label2id\": {}", ", \"label2id\": null",
                ", \"label2id\": {\"a\": 0, \"b\": 1}", ", \"label2id\": {\"b\": \"1\", \"a\": \"0\"}")) {
            assertEquals(List.of("a", "b"), quietly(CLASSIFIER, names + numbers));
        }
    }

    @Test
    void theNamesDecideWhereTheMirrorSaysSomethingElse() throws IOException {
        String names = ", \"id2label\": {\"0\": \"a\", \"1\": \"b\"}";
        var read = read(CLASSIFIER, names + ", \"label2id\": {\"LABEL_0\": 0, \"LABEL_1\": 1}");
        assertEquals(List.of("a", "b"), read.config().labels());
        assertEquals(
                List.of("config.json: 'label2id' has no number for 'a', but 'id2label', which counts, has 0"), read.notices());
        assertEquals(
                List.of("config.json: 'label2id' has 1 for 'a', but 'id2label', which counts, has 0"),
                read(CLASSIFIER, names + ", \"label2id\": {\"a\": 1, \"b\": 0}").notices());
        assertEquals(
                List.of("config.json: 'label2id' has 3 labels, but 'id2label', which counts, has 2"),
                read(CLASSIFIER, names + ", \"label2id\": {\"a\": 0, \"b\": 1, \"c\": 2}").notices());
        assertEquals(
                List.of("config.json: 'num_labels' is 5, but 'id2label', which counts, has 2 labels"),
                read(CLASSIFIER, names + ", \"num_labels\": 5").notices());
    }

    @Test
    void aMirrorWithoutNamesCountsForNothing() throws IOException {
        var read = read(CLASSIFIER, ", \"label2id\": {\"a\": 0, \"b\": 1, \"c\": 2}");
        assertEquals(List.of("LABEL_0", "LABEL_1"), read.config().labels());
        assertEquals(List.of("config.json: 'label2id' without 'id2label' counts for nothing"), read.notices());
    }

    @Test
    void numbersAndTruthValuesAreNames() throws IOException {
        assertEquals(List.of("3", "1", "2.5"), quietly(CLASSIFIER, ", \"id2label\": {\"0\": 3, \"1\": 1, \"2\": 2.5}"));
        assertEquals(List.of("True", "False"), quietly(CLASSIFIER, ", \"id2label\": {\"1\": false, \"0\": true}"));
    }

    @Test
    void aNameThatStandsTwiceIsTwoLabels() throws IOException {
        var read = read(CLASSIFIER,
                ", \"id2label\": {\"0\": \"a\", \"1\": \"a#2\", \"2\": \"a\"}, \"label2id\": {\"a\": 2, \"a#2\": 1}");
        assertEquals(List.of("a", "a#2", "a#2#2"), read.config().labels());
        assertEquals(
                List.of("config.json: 'id2label' has 'a' for 0 and 2; the second is called 'a#2#2' here"), read.notices());
    }

    @Test
    void whatIsNoListOfNamesIsRefused() {
        assertEquals("config.json: 'id2label': 2 labels, but none numbered 0", assertThrows(CheckpointException.class,
                () -> read(CLASSIFIER, ", \"id2label\": {\"1\": \"a\", \"2\": \"b\"}")).getMessage());
        assertEquals("config.json: 'id2label.0': not a string or a number", assertThrows(CheckpointException.class,
                () -> read(CLASSIFIER, ", \"id2label\": {\"0\": [\"a\"]}")).getMessage());
    }

    private List<String> quietly(String architecture, String more) throws IOException {
        var read = read(architecture, more);
        assertEquals(List.of(), read.notices());
        return read.config().labels();
    }

    private ConfigFile.Contents read(String architecture, String more) throws IOException {
        Path file = directory.resolve(ConfigFile.NAME);
        return ConfigFile.contents(Files.writeString(file, """
                {"architectures": ["%s"], "vocab_size": 50, "hidden_size": 12, "num_hidden_layers": 3, \
                "num_attention_heads": 4, "intermediate_size": 20%s}""".formatted(architecture, more)));
    }
}
