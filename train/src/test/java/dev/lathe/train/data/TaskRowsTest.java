package dev.lathe.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.rows.TableLayout;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.data.text.MultiLabelTexts;
import dev.lathe.train.data.text.PlainText;
import dev.lathe.train.data.text.PlainTexts;
import dev.lathe.train.data.text.ScoredTextExample;
import dev.lathe.train.data.text.ScoredTexts;
import dev.lathe.train.data.text.SentenceTuple;
import dev.lathe.train.data.text.SentenceTuples;
import dev.lathe.train.data.text.TextDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data of multiple choice, multi-label, regression, sentence embedding and masked language modelling.
final class TaskRowsTest {

    private static final TextColumns LABELS = TextColumns.standard().withLabel("labels");

    @TempDir
    Path folder;
    private DataFiles files;

    @BeforeEach
    void useFolder() {
        files = new DataFiles(folder);
    }

    @Test
    void choicesAreNamedByIndexOrLetter() throws IOException {
        List<ChoiceExample> examples = choices("""
                {"context":"c","question":"q","choices":["x","y","z"],"label":2}
                {"question":"q","choices":["x","y"],"label":"B"}
                {"context":"c","choices":["x","y"],"label":"a"}
                {"context":"c","question":null,"choices":["x","y"],"label":"1"}
                """).examples();
        assertEquals(List.of(2, 1, 0, 1), examples.stream().map(ChoiceExample::label).toList());
        assertEquals("q", examples.get(0).question());
        assertEquals("q", examples.get(1).context());
        assertNull(examples.get(1).question());
        assertNull(examples.get(3).question());
        assertEquals(List.of("x", "y", "z"), examples.get(0).choices());
    }

    @Test
    void refusesLabelsThatAreNoChoice() {
        assertEquals("line 1: the label is choice 2, but there are 0..1", choiceFailure("[\"x\",\"y\"],\"label\":2"));
        assertEquals("line 1: the label is choice 3, but there are 0..1", choiceFailure("[\"x\",\"y\"],\"label\":\"D\""));
        assertEquals("line 1: 'label' is '-1', neither an index from 0 nor a letter", choiceFailure("[\"x\",\"y\"],\"label\":-1"));
        assertEquals("line 1: 'label' is '99999999999', neither an index from 0 nor a letter",
                choiceFailure("[\"x\",\"y\"],\"label\":99999999999"));
        assertEquals("line 1: no 'label'; the keys are 'context', 'choices'", choiceFailure("[\"x\",\"y\"]"));
        assertEquals("line 1: 1 choices; two or more are needed", choiceFailure("[\"x\"],\"label\":0"));
        assertEquals("line 1: 'choices[1]' is an integer, not a string", choiceFailure("[\"x\",2],\"label\":0"));
        assertEquals("line 1: no 'context'; the keys are 'choices', 'label'",
                DataFiles.failure(folder.resolve("a.jsonl"), () -> choices("{\"choices\":[\"x\",\"y\"],\"label\":0}")));
    }

    @Test
    void labelsAreAListOrPartedByTheStatedCharacter() throws IOException {
        List<MultiLabelExample> examples = multiLabels("a.jsonl", """
                {"text":"a","labels":["x",1]}
                {"text":"b","text_pair":"c","labels":[]}
                """).examples();
        assertEquals(List.of("x", "1"), examples.get(0).labels());
        assertEquals("c", examples.get(1).textPair());
        examples = multiLabels("a.csv", "text,labels\na,x | y\nb,\nc,z\n").examples();
        assertEquals(List.of("x", "y"), examples.get(0).labels());
        assertEquals(List.of(), examples.get(1).labels());
        assertEquals(List.of("z"), examples.get(2).labels());
    }

    /// They are no names, however few they are.
    @Test
    void realsAndTruthValuesAreDecisionsInAListOfOneToo() throws IOException {
        for (String[] pair : new String[][] {{"1.0", "0.0"}, {"true", "false"}}) {
            List<MultiLabelExample> examples = multiLabels("a.jsonl",
                    "{\"text\":\"a\",\"labels\":[%s]}\n{\"text\":\"b\",\"labels\":[%s]}\n".formatted(pair[0], pair[1])).examples();
            assertEquals(List.of(List.of("0"), List.of()), examples.stream().map(MultiLabelExample::labels).toList());
            assertEquals("line 2: the labels are no list of 2 ones and zeros, as those of line 1 are", multiLabelFailure("a.jsonl",
                    "{\"text\":\"a\",\"labels\":[%s,%s]}\n{\"text\":\"b\",\"labels\":[%s]}\n".formatted(pair[0], pair[1], pair[0])));
        }
    }

    /// As pandas writes columns of tuples and sets. In such brackets nothing but quoted items makes a list.
    @Test
    void aFieldMayHoldATupleOrASetOfPython() throws IOException {
        List<MultiLabelExample> examples = multiLabels("a.csv", """
                text,labels
                a,"('x', ""y"")"
                b,"('x',)"
                c,()
                d,"{'x', 'y'}"
                e,set()
                f,(other)
                g,(1)
                h,"(x, y)"
                i,{}
                """).examples();
        assertEquals(List.of(List.of("x", "y"), List.of("x"), List.of(), List.of("x", "y"), List.of(), List.of("(other)"),
                List.of("(1)"), List.of("(x, y)"), List.of("{}")), examples.stream().map(MultiLabelExample::labels).toList());
    }

    @Test
    void aFieldMayHoldAListOfJsonOrPython() throws IOException {
        List<MultiLabelExample> examples = multiLabels("a.csv", """
                text,labels
                a,"[""x"",""y""]"
                b,"['x', ""it's""]"
                c,[]
                d,[ ]
                e,"['a\\'b\\\\', 'caf\\u00e9\\n']"
                f,[3]
                g,[urgent]
                h,"['a|b']"
                """).examples();
        assertEquals(List.of(List.of("x", "y"), List.of("x", "it's"), List.of(), List.of(), List.of("a'b\\", "caf\u00e9\n"),
                List.of("3"), List.of("[urgent]"), List.of("a|b")), examples.stream().map(MultiLabelExample::labels).toList());
        assertEquals("line 2: 'labels' is '[x, y]', no list of JSON or Python", multiLabelFailure("a.csv", "text,labels\na,\"[x, y]\"\n"));
        assertEquals("line 2: 'labels' is '['x' 'y']', no list of JSON or Python",
                multiLabelFailure("a.csv", "text,labels\na,['x' 'y']\n"));
        assertEquals("line 2: 'labels[1]' is null, not a string or an integer",
                multiLabelFailure("a.csv", "text,labels\na,\"['x', None]\"\n"));
    }

    @Test
    void onesAndZerosDecideAboutEachLabel() throws IOException {
        Dataset<MultiLabelExample> train = multiLabels("a.jsonl", """
                {"text":"a","labels":[1,0,1,0]}
                {"text":"b","labels":[0,0,0,0]}
                """);
        assertEquals(List.of("0", "2"), train.examples().getFirst().labels());
        LabelSet labels = LabelSet.ofMultiLabels(train);
        assertEquals(List.of("0", "1", "2", "3"), labels.names());
        assertArrayEquals(new boolean[] {true, false, true, false}, labels.decisionsOf(train.examples().getFirst()));
        assertEquals(List.of("0", "2"), multiLabels("a.csv", "text,labels\na,\"[1, 0, 1]\"\nb,[0 0 0]\n").examples().getFirst().labels());
        assertEquals(List.of("1"), multiLabels("a.csv", "text,labels\na,[0. 1.]\n").examples().getFirst().labels());
        assertEquals(List.of("0"), multiLabels("a.jsonl", "{\"text\":\"a\",\"labels\":[true,false]}").examples().getFirst().labels());
        assertEquals(List.of("1"), multiLabels("a.jsonl", "{\"text\":\"a\",\"labels\":[0,1]}\n{\"text\":\"b\",\"labels\":[1,0]}\n")
                .examples().getFirst().labels());
        MultiLabelExample other = multiLabels("a.jsonl", "{\"text\":\"a\",\"labels\":[1,0,1]}").examples().getFirst();
        assertEquals("line 1: 3 ones and zeros, but the training labels are 4: '0', '1', '2', '3'",
                DataFiles.failure(folder.resolve("a.jsonl"), () -> labels.decisionsOf(other)));
        assertArrayEquals(new boolean[] {true, false, true},
                LabelSet.ofModel(List.of("joy", "anger", "love")).decisionsOf(other));
    }

    @Test
    void integersThatDifferInNumberAreNames() throws IOException {
        List<MultiLabelExample> examples = multiLabels("a.jsonl", """
                {"text":"a","labels":[0,1]}
                {"text":"b","labels":[1]}
                {"text":"c","labels":[]}
                """).examples();
        assertEquals(List.of("0", "1"), examples.getFirst().labels());
        assertEquals(0, examples.getFirst().decisions());
        assertEquals(List.of("1"), multiLabels("a.jsonl", "{\"text\":\"a\",\"labels\":[1]}").examples().getFirst().labels());
        assertEquals("line 2: the labels are no list of 3 ones and zeros, as those of line 1 are",
                multiLabelFailure("a.jsonl", "{\"text\":\"a\",\"labels\":[1,0,1]}\n{\"text\":\"b\",\"labels\":[]}\n"));
    }

    @Test
    void multiLabelsBecomeDecisions() throws IOException {
        Dataset<MultiLabelExample> train = multiLabels("a.csv", "text,labels\na,y|x\nb,\nc,z\n");
        LabelSet labels = LabelSet.ofMultiLabels(train);
        assertEquals(List.of("x", "y", "z"), labels.names());
        assertArrayEquals(new boolean[] {true, true, false}, labels.decisionsOf(train.examples().getFirst()));
        assertArrayEquals(new boolean[3], labels.decisionsOf(train.examples().get(1)));
        MultiLabelExample other = multiLabels("a.csv", "text,labels\na,x|w\n").examples().getFirst();
        assertEquals("line 2: label 'w' is not among the training labels: 'x', 'y', 'z'",
                DataFiles.failure(folder.resolve("a.csv"), () -> labels.decisionsOf(other)));
        Dataset<MultiLabelExample> none = multiLabels("a.csv", "text,labels\na,\n");
        assertEquals("no text has a label", DataFiles.failure(folder.resolve("a.csv"), () -> LabelSet.ofMultiLabels(none)));
    }

    @Test
    void refusesBlankAndDoubledLabels() {
        assertEquals("line 2: a label is blank", multiLabelFailure("a.csv", "text,labels\na,x||y\n"));
        assertEquals("line 1: a label stands twice: 'x', 'x'", multiLabelFailure("a.jsonl", "{\"text\":\"a\",\"labels\":[\"x\",\"x\"]}"));
        assertEquals("line 1: 'labels' is a string, not a list", multiLabelFailure("a.jsonl", "{\"text\":\"a\",\"labels\":\"x\"}"));
        assertEquals("line 1: 'labels[1]' is a list, not a string or an integer",
                multiLabelFailure("a.jsonl", "{\"text\":\"a\",\"labels\":[\"x\",[]]}"));
        assertEquals("line 1: no column 'labels'; the columns are 'text', 'label'", multiLabelFailure("a.csv", "text,label\na,b\n"));
    }

    @Test
    void scoresAreDecimalNumbers() throws IOException {
        assertEquals(List.of(3.0, -0.5, 1e-3, 0.25, 7.0),
                scored("a.csv", "text,label\na,3\nb,-0.5\nc,1e-3\nd,.25\ne, 7.\n").examples().stream()
                        .map(ScoredTextExample::score).toList());
        assertEquals(List.of(3.0, -2.5), scored("a.jsonl", "{\"text\":\"a\",\"label\":3}\n{\"text\":\"b\",\"label\":-2.5}\n")
                .examples().stream().map(ScoredTextExample::score).toList());
    }

    @Test
    void refusesWhatIsNoNumber() {
        for (String wrong : List.of("", "x", "1d", "0x1p3", "NaN", "\"1,5\"", "Infinity")) {
            assertEquals("line 2: 'label' is '" + wrong.replace("\"", "") + "', not a number",
                    scoredFailure("a.csv", "text,label\na," + wrong + "\n"));
        }
        assertEquals("line 2: 'label' is '1e999', too large a number", scoredFailure("a.csv", "text,label\na,1e999\n"));
        assertEquals("line 1: 'label' is a string, not a number", scoredFailure("a.jsonl", "{\"text\":\"a\",\"label\":\"3\"}"));
        assertEquals("line 1: 'label' is '1e999', too large a number", scoredFailure("a.jsonl", "{\"text\":\"a\",\"label\":1e999}"));
    }

    @Test
    void columnsTellPairsScoredPairsAndTriplets() throws IOException {
        assertEquals(new SentenceTuple.Pair(line("a.csv", 2), "q", "a"), tuples("a.csv", "positive,anchor\na,q\n"));
        assertEquals(new SentenceTuple.Triplet(line("a.jsonl", 1), "q", "a", "n"),
                tuples("a.jsonl", "{\"anchor\":\"q\",\"positive\":\"a\",\"negative\":\"n\"}"));
        assertEquals(new SentenceTuple.ScoredPair(line("a.csv", 2), "x", "y", 4.5),
                tuples("a.csv", "sentence1,sentence2,score\nx,y,4.5\n"));
    }

    @Test
    void refusesTuplesOfTwoKindsOrOfNone() {
        assertEquals("line 2: a triplet, but line 1 is a pair", tupleFailure("a.jsonl",
                "{\"anchor\":\"q\",\"positive\":\"a\"}\n{\"anchor\":\"q\",\"positive\":\"a\",\"negative\":\"n\"}"));
        assertEquals("line 1: both 'anchor' and 'sentence1'; a row is of one kind",
                tupleFailure("a.jsonl", "{\"anchor\":\"q\",\"sentence1\":\"a\"}"));
        assertEquals("line 2: neither 'anchor' nor 'sentence1'; needs anchor and positive, those and negative,"
                + " or sentence1, sentence2 and score", tupleFailure("a.csv", "text,label\na,b\n"));
        assertEquals("line 2: no column 'positive'", tupleFailure("a.csv", "anchor,label\na,b\n"));
        assertEquals("line 1: no 'score'; the keys are 'sentence1', 'sentence2'",
                tupleFailure("a.jsonl", "{\"sentence1\":\"a\",\"sentence2\":\"b\"}"));
    }

    @Test
    void plainTextsAreLinesOrAColumn() throws IOException {
        Dataset<PlainText> lines = PlainTexts.readLines(files.write("a.txt", "\uFEFFa b\r\n\r\n  \r\nc\r\n"));
        assertEquals(List.of(new PlainText(line("a.txt", 1), "a b"), new PlainText(line("a.txt", 4), "c")), lines.examples());
        assertEquals(2, lines.file().rows());
        Dataset<PlainText> column = PlainTexts.read(files.write("a.csv", "id,text\n1,a\n2, \n3,b\n"), DataFormat.CSV, TextColumns.standard());
        assertEquals(List.of("a", "b"), column.examples().stream().map(PlainText::text).toList());
        Path empty = files.write("e.txt", "\n\n");
        assertEquals("no rows", DataFiles.failure(empty, () -> PlainTexts.readLines(empty)));
    }

    @Test
    void filesOfOtherFormatsHaveNoColumns() {
        assertEquals("--format squad holds no rows with columns; needs jsonl, csv or tsv",
                DataFiles.failure(Path.of("x"), () -> TextDataset.read(Path.of("x"), DataFormat.SQUAD, LABELS)));
    }

    private SourceLine line(String name, long line) {
        return new SourceLine(folder.resolve(name), line);
    }

    private Dataset<ChoiceExample> choices(String content) throws IOException {
        return MultipleChoices.read(files.write("a.jsonl", content));
    }

    private String choiceFailure(String choicesAndLabel) {
        return DataFiles.failure(folder.resolve("a.jsonl"), () -> choices("{\"context\":\"c\",\"choices\":" + choicesAndLabel + "}"));
    }

    private Dataset<MultiLabelExample> multiLabels(String name, String content) throws IOException {
        Path file = files.write(name, content);
        return MultiLabelTexts.read(file, DataFormat.ofExtension(file), LABELS, '|');
    }

    private String multiLabelFailure(String name, String content) {
        return DataFiles.failure(folder.resolve(name), () -> multiLabels(name, content));
    }

    private Dataset<ScoredTextExample> scored(String name, String content) throws IOException {
        Path file = files.write(name, content);
        return ScoredTexts.read(file, DataFormat.ofExtension(file), TextColumns.standard());
    }

    private String scoredFailure(String name, String content) {
        return DataFiles.failure(folder.resolve(name), () -> scored(name, content));
    }

    private SentenceTuple tuples(String name, String content) throws IOException {
        Path file = files.write(name, content);
        return SentenceTuples.read(file, DataFormat.ofExtension(file), TableLayout.USUAL).examples().getFirst();
    }

    private String tupleFailure(String name, String content) {
        return DataFiles.failure(folder.resolve(name), () -> tuples(name, content));
    }
}
