package dev.lathe.train.data.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.train.data.text.TextDataset;
import dev.lathe.train.data.text.TextExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonRowsTest {

    @TempDir
    Path folder;

    @Test
    void readsStringAndIntegerLabelsAlike() throws IOException {
        assertEquals(List.of("a|1", "b|1", "c|pos", "d|-12345678901234567890"), rows("""
                {"text":"a","label":1}
                {"label":"1","text":"b"}
                {"text":"c","label":"pos"}
                {"text":"d","label":-12345678901234567890}
                """));
    }

    @Test
    void acceptsByteOrderMarkCrlfBlankLinesAndOtherKeys() throws IOException {
        assertEquals(List.of("a\nb|1", "|2"), rows(
                "\uFEFF{\"text\":\"a\\nb\",\"meta\":{\"x\":[1,{}]},\"label\":1}\r\n\r\n  \r\n{\"text\":\"\",\"label\":2}"));
    }

    @Test
    void aSecondTextMayBeAbsentNullOrEmpty() throws IOException {
        List<TextExample> examples = read("""
                {"text":"a","label":1}
                {"text":"a","text_pair":null,"label":1}
                {"text":"a","text_pair":"","label":1}
                """, TextColumns.standard());
        assertNull(examples.get(0).textPair());
        assertNull(examples.get(1).textPair());
        assertEquals("", examples.get(2).textPair());
    }

    @Test
    void aSecondTextThatWasAskedForMustBeThere() {
        TextColumns columns = TextColumns.standard().withPair("b");
        assertEquals(file() + ": line 1: no 'b'; the keys are 'text', 'label'", assertThrows(DataException.class,
                () -> read("{\"text\":\"a\",\"label\":1}", columns)).getMessage());
    }

    @Test
    void refusesWhatIsNotAnObject() {
        assertEquals("line 2: a JSON object is wanted, not a list", failure("{\"text\":\"a\",\"label\":1}\n[1]\n"));
        assertEquals("line 1: a JSON object is wanted, not a string", failure("\"a\""));
        assertEquals("line 1: a JSON object is wanted, not an integer", failure("12"));
        assertEquals("line 1: a JSON object is wanted, not a real number", failure("1.5"));
        assertEquals("line 1: a JSON object is wanted, not a boolean", failure("true"));
        assertEquals("line 1: a JSON object is wanted, not null", failure("null"));
        assertEquals("line 1: something follows the JSON object; a line holds one, without a comma", failure("{\"text\":\"a\",\"label\":1} {}"));
        assertEquals("line 1: something follows the JSON object; a line holds one, without a comma", failure("{\"text\":\"a\",\"label\":1},"));
    }

    @Test
    void refusesBrokenJsonWithItsColumn() {
        assertEquals("line 2: not JSON: Unexpected character ('l' (code 108)): was expecting comma to separate Object entries"
                + " (column 13)", failure("\n{\"text\":\"a\" label}\n"));
        assertEquals("line 1: not JSON: Duplicate field 'text' (column 19)", failure("{\"text\":\"a\",\"text\":\"b\"}"));
        assertEquals("line 1: not JSON: the line ends inside a value", failure("{\"text\":\"a\""));
        assertEquals("line 1: not JSON: the line ends inside a value", failure("{\"text\":\"a"));
    }

    @Test
    void refusesMissingNullAndWrongValues() {
        assertEquals("line 1: no 'label'; the keys are 'text', 'class'", failure("{\"text\":\"a\",\"class\":1}"));
        assertEquals("line 1: no 'text'; the keys are none", failure("{}"));
        assertEquals("line 1: 'text' is null", failure("{\"text\":null,\"label\":1}"));
        assertEquals("line 1: 'label' is null", failure("{\"text\":\"a\",\"label\":null}"));
        assertEquals("line 1: the label is blank", failure("{\"text\":\"a\",\"label\":\" \"}"));
        assertEquals("line 1: 'text' is an integer, not a string", failure("{\"text\":5,\"label\":1}"));
        assertEquals("line 1: 'text_pair' is a list, not a string", failure("{\"text\":\"a\",\"text_pair\":[],\"label\":1}"));
        assertEquals("line 1: 'label' is a real number, not a string or an integer", failure("{\"text\":\"a\",\"label\":1.0}"));
        assertEquals("line 1: 'label' is a boolean, not a string or an integer", failure("{\"text\":\"a\",\"label\":true}"));
        assertEquals("line 1: 'label' is an object, not a string or an integer", failure("{\"text\":\"a\",\"label\":{}}"));
    }

    /// Python's `json` writes them, for every value that pandas lacks.
    @Test
    void whatIsNotFiniteIsIgnoredWhereNobodyAsksAndNamedWhereSomeoneDoes() throws IOException {
        assertEquals(List.of("a|1"), rows("{\"text\":\"a\",\"label\":1,\"x\":NaN,\"y\":[Infinity,{\"z\":-Infinity}]}"));
        assertEquals("line 1: 'text' is NaN, not a string", failure("{\"text\":NaN,\"label\":1}"));
        assertEquals("line 1: 'label' is -Infinity, not a string or an integer", failure("{\"text\":\"a\",\"label\":-Infinity}"));
        assertEquals("line 1: a JSON object is wanted, not NaN", failure("NaN"));
    }

    @Test
    void saysNothingOfTheParsersSettings() {
        assertEquals("line 1: not JSON: Unexpected character ('/' (code 47)) (column 2)", failure("{/* */\"text\":\"a\"}"));
        assertEquals("line 1: not JSON: Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to"
                + " have plus signs (column 7)", failure("{\"x\":+1}"));
        assertEquals("line 1: not JSON: Unexpected character ('.' (code 46)): expected a valid value (JSON String, Number, Array,"
                + " Object or token 'null', 'true' or 'false') (column 6)", failure("{\"x\":.5}"));
    }

    @Test
    void refusesHalfASurrogatePairWhereItIsRead() throws IOException {
        assertEquals("line 2: 'text' holds half a surrogate pair, \\ud83d; it stands for no character",
                failure("{\"text\":\"a\",\"label\":1}\n{\"text\":\"a \\ud83d b\",\"label\":1}"));
        assertEquals("line 1: 'label' holds half a surrogate pair, \\ude00; it stands for no character",
                failure("{\"text\":\"a\",\"label\":\"\\ude00\"}"));
        assertEquals(List.of("\ud83d\ude00|1"),
                rows("{\"text\":\"\\ud83d\\ude00\",\"label\":1,\"note\":\"\\ud83d\"}"));
    }

    @Test
    void boundsNestingAndNumbers() {
        String reason = "line 1: JSON nested deeper than 64, or a number or key without end";
        assertEquals(reason, failure("{\"x\":" + "[".repeat(100_000)));
        assertEquals(reason, failure("{\"text\":\"a\",\"label\":" + "1".repeat(10_000) + "}"));
    }

    @Test
    void refusesFilesWithoutRows() {
        assertEquals("no rows", failure(""));
        assertEquals("no rows", failure("\n\n"));
    }

    private Path file() {
        return folder.resolve("data.jsonl");
    }

    private List<TextExample> read(String content, TextColumns columns) throws IOException {
        return TextDataset.read(Files.writeString(file(), content), DataFormat.JSONL, columns).examples();
    }

    private List<String> rows(String content) throws IOException {
        return read(content, TextColumns.standard()).stream().map(e -> e.text() + "|" + e.label()).toList();
    }

    private String failure(String content) {
        String message = assertThrows(DataException.class, () -> read(content, TextColumns.standard())).getMessage();
        assertEquals(file() + ": ", message.substring(0, file().toString().length() + 2));
        return message.substring(file().toString().length() + 2);
    }
}
