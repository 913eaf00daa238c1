package dev.lathe.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceInput;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.model.StoredTensors;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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

    @Test
    void whatAnEmbeddingDoesNotSeeOfATextIsSaid() throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        assertEquals(0, folder.run("info --model @encoder").out().lines().filter(line -> line.startsWith("emb")).count());
        new SentenceModules(Pooling.MEAN, true, new SentenceInput(OptionalInt.of(77), true, "query: \u001b"))
                .write(folder.file("encoder"), 24);
        assertEquals("embeddings    of 77 tokens at most, lower-cased, behind 'query: \uFFFD'",
                folder.run("info --model @encoder").out().lines()
                        .filter(line -> line.startsWith("emb")).findFirst().orElseThrow());
    }

    @Test
    void aNameOfFortyThousandLettersIsShort() throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        new StoredTensors().filled("x".repeat(40_000), 1, 2).write(folder.file("encoder/model.safetensors"));
        assertTrue(folder.run("info --model @encoder").out().length() < 1_000);
    }

    @Test
    void ofManyLabelsTheFirstAreShownAndAllWhenAskedFor() throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        String[] labels = IntStream.range(0, 77).mapToObj("intent %02d"::formatted).toArray(String[]::new);
        TinyModel.classifier(folder.file("intents"), labels);
        String labelled = folder.run("info --model @intents").out().lines().filter(line -> line.startsWith("label")).findFirst().orElseThrow();
        assertTrue(labelled.startsWith("labels        intent 00, intent 01, "), labelled);
        assertTrue(labelled.endsWith(", intent 11 and 65 more; --labels shows all"), labelled);
        List<String> all = folder.run("info --model @intents --labels").out().lines().filter(line -> line.startsWith("label")).toList();
        assertEquals(77, all.size());
        assertEquals("label         intent 76", all.getLast());
    }
}
