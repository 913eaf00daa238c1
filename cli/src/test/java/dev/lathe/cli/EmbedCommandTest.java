package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedCommandTest {
    private static final String TEXTS = "the food was good\n\n  \n💥 Very \u0000 bad\u0301\nnot " + "very ".repeat(300) + "fine";

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
        folder.write("texts", TEXTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--pooling mean", "--pooling CLS --normalize", "--pooling max --max-length 3"})
    void aLineHasTheSameVectorAloneAndAmongOthers(String options) throws IOException {
        List<String> together = vectors(options);
        assertEquals(5, together.size());
        for (int i = 0; i < together.size(); i++) {
            folder.write("texts", TEXTS.split("\n")[i] + "\n");
            assertEquals(together.get(i), vectors(options).getFirst());
        }
        assertEquals(together.get(1), together.get(2), "no word is no word");
        assertNotEquals(together.get(0), together.get(1));
    }

    @Test
    void poolingsDiffer() throws IOException {
        assertEquals(vectors(""), vectors("--pooling mean"));
        assertNotEquals(vectors("--pooling cls"), vectors("--pooling mean"));
        assertNotEquals(vectors("--pooling max"), vectors("--pooling mean"));
    }

    @Test
    void aNormalizedVectorHasLengthOne() throws IOException {
        for (String line : vectors("--normalize")) {
            double squares = numbers(line).stream().mapToDouble(x -> x * x).sum();
            assertEquals(1, squares, 1e-6);
        }
    }

    @Test
    void aVectorIsAsLongAsTheModelIsWide() throws IOException {
        assertEquals(TinyModel.HIDDEN, numbers(vectors("").getFirst()).size());
    }

    @Test
    void whatIsBeyondTheLengthCountsForNothing() throws IOException {
        folder.write("texts", "good food\ngood bad\ngood");
        List<String> cut = vectors("--max-length 3");
        assertEquals(cut.get(2), cut.get(0));
        assertEquals(cut.get(2), cut.get(1));
        assertNotEquals(vectors("").get(0), vectors("").get(1));
    }

    /// Unless told otherwise, as much as sentence-transformers would read.
    @Test
    void theModelsOwnLengthCounts() throws IOException {
        folder.write("texts", "good food\ngood bad\ngood");
        List<String> three = vectors("--max-length 3");
        List<String> all = vectors("");
        folder.write("encoder/tokenizer_config.json", "{\"model_max_length\": 3}");
        assertEquals(three, vectors(""));
        assertEquals(all, vectors("--max-length 128"));
    }

    @Test
    void labelsThatDoNotFitTogetherAreOneLine() throws IOException {
        Path config = folder.file("encoder/config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\\{",
                "{\"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"label2id\": {\"LABEL_0\": 0, \"LABEL_1\": 1}, "));
        CommandRun run = folder.run("embed --model @encoder --input @texts");
        assertEquals("lathe: config.json: 'label2id' has no number for 'a', but 'id2label', which counts, has 0\n", run.err());
        assertEquals(ExitCode.DONE, run.code());
        assertEquals("", folder.run("tokenize --model @encoder --input @texts").err());
    }

    @Test
    void aFileOfResultsHoldsWhatStandardOutputWould() throws IOException {
        CommandRun run = folder.run("embed --model @encoder --input @texts --output @vectors");
        assertEquals(new CommandRun(ExitCode.DONE, "", ""), run);
        assertEquals(vectors(""), Files.readAllLines(folder.file("vectors")));
        assertFalse(folder.names().toString().contains(".vectors"), folder.names().toString());
    }

    @Test
    void aClassifiersVectorsAreAnnounced() throws IOException {
        String config = Files.readString(folder.file("classifier/config.json"));
        folder.write("classifier/config.json", config.replaceFirst("\\{", "{\"architectures\": [\"BertForSequenceClassification\"],"));
        CommandRun run = folder.run("embed --model @classifier --text good");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.err().startsWith("lathe: @classifier has a head for labels: "), run.err());
        assertFalse(folder.run("embed --model @encoder --text good").err().contains("head"));
    }

    @Test
    void textsMayBeGivenOnTheCommandLine() throws IOException {
        CommandRun run = folder.run("embed --model @encoder", "--text", "the food was good", "--text", "not fine");
        folder.write("texts", "the food was good\nnot fine\n");
        assertEquals(vectors(""), run.out().lines().toList());
        for (String wrong : List.of("", " --input @texts --text x")) {
            assertEquals("lathe: needs --text or --input, one of the two; see 'lathe embed --help'\n",
                    folder.run("embed --model @encoder" + wrong).err());
        }
    }

    @Test
    void theModelsModulesSayWhetherVectorsAreNormalized() throws IOException {
        List<String> plain = vectors("");
        List<String> normalized = vectors("--normalize");
        folder.write("encoder/modules.json", """
                [{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
                 {"idx": 2, "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]""");
        Files.createDirectory(folder.file("encoder/1_Pooling"));
        folder.write("encoder/1_Pooling/config.json", "{\"word_embedding_dimension\": 24, \"pooling_mode_mean_tokens\": true}");
        assertEquals(normalized, vectors(""));
        assertEquals(plain, vectors("--no-normalize"));
        assertEquals("lathe: --normalize and --no-normalize: give one of the two; see 'lathe embed --help'\n",
                folder.run("embed --model @encoder --input @texts --normalize --no-normalize").err());
    }

    @Test
    void aMatrixForNumPyHoldsTheSameNumbers() throws IOException {
        CommandRun run = folder.run("embed --model @encoder --input @texts --output @vectors.npy");
        assertEquals(new CommandRun(ExitCode.DONE, "", ""), run);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.file("vectors.npy"))).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        file.get(magic);
        assertEquals("\u0093NUMPY\u0001\u0000", new String(magic, StandardCharsets.ISO_8859_1));
        byte[] header = new byte[file.getShort()];
        file.get(header);
        assertEquals(0, (10 + header.length) % 64);
        assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (5, 24), }",
                new String(header, StandardCharsets.ISO_8859_1).strip());
        for (String line : vectors("")) {
            for (double value : numbers(line)) {
                assertEquals((float) value, file.getFloat());
            }
        }
        assertFalse(file.hasRemaining());
        folder.write("texts", "");
        folder.run("embed --model @encoder --input @texts --output @vectors.npy");
        assertTrue(Files.readString(folder.file("vectors.npy"), StandardCharsets.ISO_8859_1).contains("'shape': (0, 0)"));
    }

    @Test
    void noLinesAreNoVectors() throws IOException {
        folder.write("texts", "");
        assertEquals(List.of(), vectors(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | --max-length 129       | --max-length 129: needs 3 to 128
            1 | --max-length 2         | --max-length 2: needs 3 to 128
            1 | --output @none/vectors | @none/vectors: no directory @none to write it in
            1 | --output @encoder      | @encoder: a directory; a file is needed
            2 | --max-length x         | invalid value for option '--max-length': 'x' is not a whole number; see 'lathe embed --help'
            2 | --pooling sum | invalid value for option '--pooling': 'sum' is none of cls, mean, max; see 'lathe embed --help'
            2 | --threads 0            | --threads 0: must be at least 1; see 'lathe embed --help'
            """)
    void aWrongValueIsOneLine(int code, String options, String message) {
        assertEquals(new CommandRun(code, "", "lathe: " + message + "\n"),
                folder.run("embed --model @encoder --input @texts " + options));
    }

    @Test
    void whatIsNoTextIsNamed() throws IOException {
        Files.write(folder.file("texts"), new byte[] {'a', '\n', (byte) 0xFF, '\n'});
        CommandRun run = folder.run("embed --model @encoder --input @texts --output @vectors");
        assertEquals(new CommandRun(ExitCode.FAILED, "",
                "lathe: @texts: line 2: byte 0xFF is not UTF-8; convert the file to UTF-8\n"), run);
        assertFalse(Files.exists(folder.file("vectors")));
        assertFalse(folder.names().toString().contains(".vectors"), folder.names().toString());
    }

    /// Its header would be a vector too.
    @Test
    void aTableIsDoubted() throws IOException {
        folder.write("texts.csv", "text\ngood\n");
        CommandRun run = folder.run("embed --model @encoder --input @texts.csv");
        assertEquals("lathe: @texts.csv: each line is read as one text, with its keys or separators, quotes and header\n", run.err());
        assertEquals(2, run.out().lines().count());
    }

    private List<String> vectors(String options) {
        CommandRun run = folder.run("embed --model @encoder --input @texts " + options);
        assertEquals("", run.err());
        assertEquals(ExitCode.DONE, run.code());
        return run.out().lines().toList();
    }

    private static List<Double> numbers(String line) throws IOException {
        var numbers = new ArrayList<Double>();
        try (var json = new JsonFactory().createParser(line)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isNumeric()) {
                    numbers.add(json.getDoubleValue());
                }
            }
        }
        return numbers;
    }
}
