package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @TempDir
    private Path path;

    @Test
    void aFineTunedModelTellsItsTaskLabelsAndParts() throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        folder.finetune("");
        CommandRun run = folder.run("info --model @out");
        assertEquals("", run.err());
        assertEquals("""
                model         %s/out
                architecture  BertForSequenceClassification
                layers        2, hidden 24, 3 heads of 8, intermediate 40, gelu
                positions     128
                tokenizer     WordPiece, 16 tokens, lower case
                task          sequence-classification
                labels        negative, positive
                dtype         F32
                parameters    embeddings             3,552
                parameters    encoder                8,960
                parameters    pooler                   600
                parameters    classifier                50
                parameters    total                 13,162
                """.formatted(path), run.out());
        assertEquals(ExitCode.DONE, run.code());
    }

    @Test
    void anEncoderHasNoTaskAndNoLabels() throws IOException {
        String out = ModelFolder.in(path).run("info --model @encoder").out();
        assertEquals("task          none trained; embeddings, or a base to fine-tune",
                out.lines().filter(line -> line.startsWith("task")).findFirst().orElseThrow());
        assertEquals(0, out.lines().filter(line -> line.startsWith("labels")).count());
    }
}
