package dev.lathe.train.data.labels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.data.text.TextDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelSetTest {

    @TempDir
    Path folder;

    @Test
    void ordersIntegersByValue() throws IOException {
        assertEquals(List.of("-12", "-3", "0", "2", "10", "12345678901234567890"),
                LabelSet.ofTrainingData(data("10", "2", "-3", "0", "12345678901234567890", "-12", "2")).names());
    }

    @Test
    void ordersByCodePointWhenOneIsNoInteger() throws IOException {
        assertEquals(List.of("01", "10", "2"), LabelSet.ofTrainingData(data("2", "10", "01")).names());
        assertEquals(List.of("+1", "-0", "B", "a", "\uFFFD", "\uD83D\uDE00"),
                LabelSet.ofTrainingData(data("\uD83D\uDE00", "\uFFFD", "a", "B", "-0", "+1")).names());
    }

    @Test
    void givesEveryExampleItsId() throws IOException {
        TextDataset data = data("pos", "neg", "neg", "pos");
        assertArrayEquals(new int[] {1, 0, 0, 1}, LabelSet.ofTrainingData(data).idsOf(data));
    }

    @Test
    void refusesOneClass() {
        assertEquals(file() + ": one class only, 'pos'; classification needs two or more",
                assertThrows(DataException.class, () -> LabelSet.ofTrainingData(data("pos", "pos"))).getMessage());
    }

    @Test
    void namesTheLineAndTheKnownLabelsOfAnUnknownOne() throws IOException {
        LabelSet labels = LabelSet.ofTrainingData(data(IntStream.range(0, 12).mapToObj(i -> "" + i).toArray(String[]::new)));
        TextDataset dev = data("3", "neutral");
        assertEquals(file() + ": line 3: label 'neutral' is not among the training labels:"
                + " '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', …",
                assertThrows(DataException.class, () -> labels.idsOf(dev)).getMessage());
    }

    @Test
    void tellsOfLabelsThatDifferInOuterSpacesOrCaseOnly() throws IOException {
        assertEquals(List.of(file() + ": labels ' neg', 'neg' differ in outer spaces or case only: they count as 2 labels",
                file() + ": labels 'pos', 'pos ', 'pos\u00A0' differ in outer spaces or case only: they count as 3 labels"),
                LabelSet.lookalikes(data("pos", "pos ", "neg", " neg", "pos\u00A0", "n eg", "pos ").rows()));
        assertEquals(List.of(), LabelSet.lookalikes(data("a b", "ab").rows()));
        assertEquals(List.of(file() + ": labels 'Pos', 'pos' differ in outer spaces or case only: they count as 2 labels"),
                LabelSet.lookalikes(data("pos", "Pos", "neg").rows()));
    }

    @Test
    void trainingLabelsAreNeverMatchedById() throws IOException {
        LabelSet labels = LabelSet.ofTrainingData(data("neg", "pos"));
        TextDataset dev = data("1");
        assertEquals(file() + ": line 2: label '1' is not among the training labels: 'neg', 'pos'",
                assertThrows(DataException.class, () -> labels.idsOf(dev)).getMessage());
    }

    @Test
    void aModelWithoutIntegerNamesTakesIdsToo() throws IOException {
        LabelSet labels = LabelSet.ofModel(List.of("LABEL_0", "LABEL_1"));
        assertArrayEquals(new int[] {1, 0, 1}, labels.idsOf(data("1", "0", "LABEL_1")));
        assertEquals(List.of("LABEL_0", "LABEL_1"), labels.names());
        TextDataset beyond = data("2");
        assertEquals(file() + ": line 2: label '2' is not among the model's labels: 'LABEL_0', 'LABEL_1'",
                assertThrows(DataException.class, () -> labels.idsOf(beyond)).getMessage());
    }

    @Test
    void aModelWithIntegerNamesTakesThemAsNamesOnly() throws IOException {
        LabelSet stars = LabelSet.ofModel(List.of("1", "2", "3"));
        assertArrayEquals(new int[] {0, 2}, stars.idsOf(data("1", "3")));
        TextDataset zero = data("0");
        assertEquals(file() + ": line 2: label '0' is not among the model's labels: '1', '2', '3'",
                assertThrows(DataException.class, () -> stars.idsOf(zero)).getMessage());
    }

    @Test
    void aModelsNamesDiffer() {
        assertEquals("labels: 'a': stands for two ids, 0 and 2",
                assertThrows(IllegalArgumentException.class, () -> LabelSet.ofModel(List.of("a", "b", "a"))).getMessage());
    }

    private Path file() {
        return folder.resolve("data.csv");
    }

    private TextDataset data(String... labels) throws IOException {
        Files.writeString(file(), "text,label\nt," + String.join("\nt,", labels) + "\n");
        return TextDataset.read(file(), DataFormat.CSV, TextColumns.standard());
    }
}
