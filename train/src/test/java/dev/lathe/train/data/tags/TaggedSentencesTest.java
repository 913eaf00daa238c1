package dev.lathe.train.data.tags;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.train.data.DataFiles;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.tagging.TagScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaggedSentencesTest {

    @TempDir
    Path folder;
    private DataFiles files;

    @BeforeEach
    void useFolder() {
        files = new DataFiles(folder);
    }

    @Test
    void readsTheFirstAndTheLastColumn() throws IOException {
        List<TaggedSentence> sentences = conll("""
                -DOCSTART- -X- -X- O

                EU NNP B-NP B-ORG
                rejects VBZ B-VP O

                -DOCSTART- -X- -X- O

                Peter NNP B-NP B-PER
                """).examples();
        assertEquals(List.of("EU", "rejects"), sentences.get(0).tokens());
        assertEquals(List.of("B-ORG", "O"), sentences.get(0).tags());
        assertEquals(3, sentences.get(0).source().line());
        assertEquals(List.of("Peter"), sentences.get(1).tokens());
        assertEquals(8, sentences.get(1).source().line());
        assertEquals(2, sentences.size());
    }

    @Test
    void acceptsTabsByteOrderMarkCrlfAndBlanksInEmptyLines() throws IOException {
        List<TaggedSentence> sentences = conll("\uFEFFNew York\tB-LOC\r\n.\t\tO\r\n\t\r\n  \r\nx   O \r\ny\tO").examples();
        assertEquals(List.of("New York", "."), sentences.get(0).tokens());
        assertEquals(List.of("x", "y"), sentences.get(1).tokens());
        assertEquals(List.of("O", "O"), sentences.get(1).tags());
        assertEquals(5, sentences.get(1).source().line());
    }

    @Test
    void refusesLinesWithoutATagAndFilesWithoutTokens() throws IOException {
        assertEquals("line 2: one column, 'b'; a token and its tag are needed", conllFailure("a O\nb\n"));
        assertEquals("line 1: one column, 'O'; a token and its tag are needed", conllFailure("\tO\n"));
        assertEquals("no rows", conllFailure(""));
        assertEquals("no rows", conllFailure("-DOCSTART- O\n\n"));
    }

    @Test
    void passesOverCommentsButNotTheTokenThatIsAHash() throws IOException {
        List<TaggedSentence> sentences = conll("""
                # a file of two sentences

                # id 5a1f\tdomain=en
                EU _ _ B-ORG
                # _ _ O
                rejects _ _ O

                # id 7
                # _ _ O
                #hash _ _ O
                10 _ _ O
                """).examples();
        assertEquals(List.of("EU", "#", "rejects"), sentences.get(0).tokens());
        assertEquals(4, sentences.get(0).source().line());
        assertEquals(List.of("#", "#hash", "10"), sentences.get(1).tokens());
        assertEquals(List.of("O", "O", "O"), sentences.get(1).tags());
        assertEquals(9, sentences.get(1).source().line());
        assertEquals(List.of("#", "a"), conll("#\tO\na\tO\n").examples().getFirst().tokens());
        assertEquals(List.of("a"), conll("#\n# text = a\n# newdoc O\na B-X\n\nb O\n").examples().getFirst().tokens());
        assertEquals("line 2: one column, '#'; a token and its tag are needed", conllFailure("a O\n#\n"));
    }

    @Test
    void aTokenMayBeASpace() throws IOException {
        TaggedSentence sentence = conll("a\tB-X\n \tI-X\n\u3000\tI-X\n\u00A0\tO\n b \tO\n").examples().getFirst();
        assertEquals(List.of("a", " ", "\u3000", "\u00A0", "b"), sentence.tokens());
        assertEquals(List.of("B-X", "I-X", "I-X", "O", "O"), sentence.tags());
        assertEquals(List.of("a", "\u3000", "\u00A0"), conll("a O\n\u3000 O\n\u00A0 O\n").examples().getFirst().tokens());
        assertEquals("line 1: the first column is empty; a token and its tag are needed", conllFailure("\tNN\tO\n"));
    }

    @Test
    void readsPartsOfSpeechFromConllU() throws IOException {
        List<TaggedSentence> sentences = conll("""
                # sent_id = 1
                # text = vámonos al mar
                1-2\tvámonos\t_\t_\t_\t_\t_\t_\t_\t_
                1\tvamos\tir\tVERB\t_\t_\t0\troot\t_\t_
                2\tnos\tnosotros\tPRON\t_\t_\t1\tobj\t_\t_
                3-4\tal\t_\t_\t_\t_\t_\t_\t_\t_
                3\ta\ta\tADP\t_\t_\t5\tcase\t_\t_
                4\tel\tel\tDET\t_\t_\t5\tdet\t_\t_
                4.1\tx\t_\tNOUN\t_\t_\t_\t_\t_\t_
                5\tmar\tmar\tNOUN\t_\t_\t1\tobl\t_\tSpaceAfter=No
                """).examples();
        assertEquals(List.of("vamos", "nos", "a", "el", "mar"), sentences.getFirst().tokens());
        assertEquals(List.of("VERB", "PRON", "ADP", "DET", "NOUN"), sentences.getFirst().tags());
        assertEquals(new SourceLine(file("a.conll"), 4), sentences.getFirst().sourceOf(3));
        assertEquals("line 2: 2 columns where CoNLL-U has 10",
                conllFailure("1\ta\ta\tADP\t_\t_\t5\tcase\t_\t_\n2\tb\n"));
    }

    @Test
    void tagsAreOfOneKind() throws IOException {
        TaggedSentences.requireTags(conll("a DET\nb NN\n"));
        TaggedSentences.requireTags(conll("a O\nb DISEASE\n"));
        TaggedSentences.requireTags(conll("a O\nb E-mail\nc phone\n"));
        TaggedSentences.requireTags(conll("a O\nb B\nc I\n"));
        Dataset<TaggedSentence> mixed = conll("a B-X\n\nb O\nc PER\n");
        assertEquals("line 4: tag 'PER': neither O nor one of B, I, E, S, L, U with a dash and a type",
                DataFiles.failure(file("a.conll"), () -> TaggedSentences.requireTags(mixed)));
        Dataset<TaggedSentence> swapped = conll("O\t0\t3\tThe\nB-X\t4\t9\tgenes\n");
        assertEquals("the first column holds the tags; the token must come first",
                DataFiles.failure(file("a.conll"), () -> TaggedSentences.requireTags(swapped)));
    }

    @Test
    void tellsTheSchemeAndWhatBreaksIt() throws IOException {
        Dataset<TaggedSentence> sentences = conll("a B-X\nb I-X\n\nc O\nd I-X\n\ne B-Y\n");
        assertEquals(TagScheme.IOB2, TaggedSentences.schemeOf(sentences));
        assertEquals(List.of(file("a.conll") + ": line 5: I-X follows O, which IOB2 does not allow"),
                TaggedSentences.violations(sentences, TagScheme.IOB2));
        assertEquals(List.of(file("a.conll") + ": line 2: the sentence ends after I-X, which IOBES does not allow",
                file("a.conll") + ": line 5: I-X follows O, which IOBES does not allow",
                file("a.conll") + ": line 5: the sentence ends after I-X, which IOBES does not allow",
                file("a.conll") + ": line 7: the sentence ends after B-Y, which IOBES does not allow"),
                TaggedSentences.violations(sentences, TagScheme.IOBES));
    }

    @Test
    void partsOfSpeechAreTagsButNoChunks() throws IOException {
        Dataset<TaggedSentence> sentences = conll("a O\nb NN\n");
        assertEquals("line 2: tag 'NN': neither O nor one of B, I, E, S, L, U with a dash and a type",
                DataFiles.failure(file("a.conll"), () -> TaggedSentences.schemeOf(sentences)));
        Dataset<TaggedSentence> mixed = conll("a S-X\nb L-X\n");
        assertEquals("tags begin with S, L: no scheme has all of them",
                DataFiles.failure(file("a.conll"), () -> TaggedSentences.schemeOf(mixed)));
    }

    @Test
    void tagsGetIdsAndUnknownOnesAreRefusedWithTheirLine() throws IOException {
        Dataset<TaggedSentence> train = conll("a O\nb B-X\nc I-X\n");
        LabelSet tags = LabelSet.ofTags(train);
        assertEquals(List.of("B-X", "I-X", "O"), tags.names());
        assertArrayEquals(new int[] {2, 0, 1}, tags.idsOf(train.examples().getFirst()));
        TaggedSentence other = conll("x O\n\ny O\nz B-Y\n").examples().get(1);
        assertEquals("line 4: tag 'B-Y' is not among the training labels: 'B-X', 'I-X', 'O'",
                DataFiles.failure(file("a.conll"), () -> tags.idsOf(other)));
        Dataset<TaggedSentence> outside = conll("a O\n");
        assertEquals("one class only, 'O'; classification needs two or more",
                DataFiles.failure(file("a.conll"), () -> LabelSet.ofTags(outside)));
    }

    @Test
    void readsTokensAndTagsFromJson() throws IOException {
        List<TaggedSentence> sentences = jsonl("""
                {"tokens":["EU","rejects"],"tags":["B-ORG","O"],"id":7}

                {"tags":["O"],"tokens":["a b"]}
                """).examples();
        assertEquals(List.of("B-ORG", "O"), sentences.get(0).tags());
        assertEquals(List.of("a b"), sentences.get(1).tokens());
        assertEquals(new SourceLine(file("a.jsonl"), 3), sentences.get(1).sourceOf(0));
    }

    @Test
    void cutsTextsIntoWordsAroundTheirEntities() throws IOException {
        TaggedSentence sentence = jsonl("""
                {"text":"Dr. O'Hara's (New York) team.","entities":[{"start":14,"end":22,"type":"LOC","text":"New York"},\
                {"start":4,"end":10,"type":"PER"}]}
                """).examples().getFirst();
        assertEquals(List.of("Dr", ".", "O", "'", "Hara", "'", "s", "(", "New", "York", ")", "team", "."), sentence.tokens());
        assertEquals(List.of("O", "O", "B-PER", "I-PER", "I-PER", "O", "O", "O", "B-LOC", "I-LOC", "O", "O", "O"), sentence.tags());
    }

    @Test
    void neighbouringEntitiesStayApartAndOffsetsCountUtf16() throws IOException {
        // One emoji is two UTF-16 units; an entity may begin inside a word; ideographs are words of their own.
        TaggedSentence sentence = jsonl("{\"text\":\"\uD83D\uDE00 unGerman\u5317\u4EAC\",\"entities\":["
                + "{\"start\":5,\"end\":11,\"type\":\"N\",\"text\":\"German\"},{\"start\":11,\"end\":13,\"type\":\"N\"}]}").examples().getFirst();
        assertEquals(List.of("\uD83D\uDE00", "un", "German", "\u5317", "\u4EAC"), sentence.tokens());
        assertEquals(List.of("O", "O", "B-N", "B-N", "I-N"), sentence.tags());
    }

    @Test
    void refusesEntitiesThatAreNotInTheText() throws IOException {
        assertEquals("line 1: entity 'X' 1..9 is no part of a text of 3 UTF-16 units", entityFailure("1,\"end\":9"));
        assertEquals("line 1: entity 'X' 2..2 is no part of a text of 3 UTF-16 units", entityFailure("2,\"end\":2"));
        assertEquals("line 1: 'entities[0].start' is '-1', not in 0..2147483647", entityFailure("-1,\"end\":2"));
        assertEquals("line 1: 'entities[0].end' is '4294967297', not in 0..2147483647", entityFailure("0,\"end\":4294967297"));
        assertEquals("line 1: 'entities[0].end' is '99999999999999999999', not in 0..2147483647",
                entityFailure("0,\"end\":99999999999999999999"));
        assertEquals("line 1: 'entities[0].start' is a string, not an integer", entityFailure("\"0\",\"end\":1"));
        assertEquals("line 1: entity 'X' 1..2 is blank", entityFailure("1,\"end\":2"));
        assertEquals("line 1: entity 'X' 0..1 should be 'c', but the text has 'a' there; offsets count UTF-16 units",
                entityFailure("0,\"end\":1,\"text\":\"c\""));
        assertEquals("line 1: entities 'X' 0..2 and 'X' 1..3 overlap",
                entityFailure("1,\"end\":3},{\"type\":\"X\",\"start\":0,\"end\":2"));
        assertEquals("line 1: entity 'X' 1..3 begins or ends inside a character of two UTF-16 units",
                jsonlFailure("{\"text\":\"\uD83D\uDE00b\",\"entities\":[{\"type\":\"X\",\"start\":1,\"end\":3}]}"));
        assertEquals("line 1: no 'entities[0].type'; the keys are 'start'",
                jsonlFailure("{\"text\":\"ab\",\"entities\":[{\"start\":1}]}"));
    }

    @Test
    void refusesRowsOfJsonThatAreNoSentence() throws IOException {
        assertEquals("line 1: 2 tokens, 1 tags: each token needs a tag", jsonlFailure("{\"tokens\":[\"a\",\"b\"],\"tags\":[\"O\"]}"));
        assertEquals("line 1: 0 tokens, 0 tags: each token needs a tag", jsonlFailure("{\"tokens\":[],\"tags\":[]}"));
        assertEquals("line 1: token 1: it is empty", jsonlFailure("{\"tokens\":[\"a\",\"\"],\"tags\":[\"O\",\"O\"]}"));
        assertEquals("line 1: token 0: its tag is blank", jsonlFailure("{\"tokens\":[\"a\"],\"tags\":[\" \"]}"));
        assertEquals("line 1: 'tags[1]' holds half a surrogate pair, \\ud83d; it stands for no character",
                jsonlFailure("{\"tokens\":[\"a\",\"b\"],\"tags\":[\"O\",\"B-\\ud83d\"]}"));
        assertEquals("line 1: 'entities[0].type' holds half a surrogate pair, \\ude00; it stands for no character",
                jsonlFailure("{\"text\":\"ab\",\"entities\":[{\"type\":\"\\ude00\",\"start\":0,\"end\":1}]}"));
        assertEquals("line 1: 'tags[0]' is an integer, not a string", jsonlFailure("{\"tokens\":[\"a\"],\"tags\":[3]}"));
        assertEquals("line 1: 'tokens' is a string, not a list", jsonlFailure("{\"tokens\":\"a\",\"tags\":[]}"));
        assertEquals("line 1: 'entities[0]' is an integer, not an object", jsonlFailure("{\"text\":\"a\",\"entities\":[1]}"));
        assertEquals("line 1: no 'tokens'; the keys are 'text', 'label'", jsonlFailure("{\"text\":\"a\",\"label\":1}"));
        assertEquals("line 1: the text is blank", jsonlFailure("{\"text\":\" \",\"entities\":[]}"));
        assertEquals("line 1: both 'tokens' and 'text' with 'entities'; one of them says it all",
                jsonlFailure("{\"text\":\"a\",\"entities\":[],\"tokens\":[\"a\"],\"tags\":[\"O\"]}"));
        assertEquals("no rows", jsonlFailure("\n"));
    }

    @Test
    void onlyJsonlIsNoConll() {
        assertEquals(DataFormat.JSONL, TaggedSentences.formatOf(Path.of("a.JSONL")));
        assertEquals(DataFormat.CONLL, TaggedSentences.formatOf(Path.of("a.tsv")));
        assertEquals("--format csv holds no tagged sentences; needs conll or jsonl",
                DataFiles.failure(Path.of("a"), () -> TaggedSentences.read(Path.of("a"), DataFormat.CSV)));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Dataset<TaggedSentence> conll(String content) throws IOException {
        return TaggedSentences.read(files.write("a.conll", content), DataFormat.CONLL);
    }

    private Dataset<TaggedSentence> jsonl(String content) throws IOException {
        return TaggedSentences.read(files.write("a.jsonl", content), DataFormat.JSONL);
    }

    private String conllFailure(String content) {
        return DataFiles.failure(file("a.conll"), () -> conll(content));
    }

    private String jsonlFailure(String content) {
        return DataFiles.failure(file("a.jsonl"), () -> jsonl(content));
    }

    private String entityFailure(String startAndEnd) {
        return jsonlFailure("{\"text\":\"a b\",\"entities\":[{\"type\":\"X\",\"start\":" + startAndEnd + "}]}");
    }
}
