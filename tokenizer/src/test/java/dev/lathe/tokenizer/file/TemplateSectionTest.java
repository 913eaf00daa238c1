package dev.lathe.tokenizer.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.tokenizer.SpecialTokenTemplate.Special;
import dev.lathe.tokenizer.SpecialTokenTemplate.Text;
import dev.lathe.tokenizer.SpecialTokenTemplate;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateSectionTest {
    private static final Special START = new Special("<s>", 0);
    private static final Special END = new Special("</s>", 0);

    @TempDir
    private Path directory;

    @Test
    void readsEveryTemplateThatItWrites() throws IOException {
        var vocabulary = Vocabulary.of(List.of("<s>", "</s>"));
        var doubled = new SpecialTokenTemplate(List.of(START, new Text(0, 0), END),
                List.of(START, new Text(0, 0), END, END, new Text(1, 1), new Special("</s>", 1)));
        for (var template : List.of(doubled, SpecialTokenTemplate.bert("<s>", "</s>"),
                new SpecialTokenTemplate(List.of(new Text(0, 2)), List.of(new Text(0, 2), new Text(1, 7))))) {
            Path file = directory.resolve("template.json");
            Files.write(file, JsonWriter.object(
                    JsonLayout.SPACED_FIELDS, json -> TemplateSection.write(template, vocabulary, json)));
            assertEquals(template, TemplateSection.read(JsonSection.read(file)).template());
        }
    }

    @Test
    void readsTheOlderFormOfBert() throws IOException {
        assertEquals(SpecialTokenTemplate.bert("<s>", "</s>"),
                read("{\"type\":\"BertProcessing\",\"sep\":[\"</s>\",1],\"cls\":[\"<s>\",0]}").template());
    }

    @Test
    void namesWhatDoesNotFit() {
        assertRefused("template: single '': needs $A once", "{\"type\":\"TemplateProcessing\"}");
        assertRefused("single[0]: Sequence: 'id' is neither 'A' nor 'B'",
                "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"C\",\"type_id\":0}}]}");
    }

    private void assertRefused(String message, String json) {
        String given = assertThrows(TokenizerException.class, () -> read(json).template()).getMessage();
        assertEquals(directory.resolve("template.json") + ": " + message, given);
    }

    private TemplateSection read(String json) throws IOException {
        return TemplateSection.read(JsonSection.read(Files.writeString(directory.resolve("template.json"), json)));
    }
}
