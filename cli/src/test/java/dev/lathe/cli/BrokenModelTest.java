package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.model.StoredTensors;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every command that opens a model says in one line what is wrong with it, and writes nothing.
class BrokenModelTest {
    private static final String QUERY = "bert.encoder.layer.1.attention.self.query.weight";

    @TempDir
    private Path path;

    /// One way to spoil a model's directory.
    @FunctionalInterface
    interface Spoiling {
        void spoil(Path directory) throws IOException;
    }

    static Stream<Arguments> spoilings() {
        return Stream.of(
                tensors("no '" + QUERY + "'; nearest 'bert.encoder.layer.0.attention.self.query.weight'",
                        tensors -> tensors.without(QUERY)),
                tensors("no '" + QUERY + "'; nearest 'bert.encoder.layer.0.attention.self.query.weight'",
                        tensors -> tensors.renamed(QUERY, QUERY.replace("query", "qeury"))),
                tensors("'" + QUERY + "' is [24,8]: needs [24,24]", tensors -> tensors.filled(QUERY, 1, 24, 8)),
                tensors("'" + QUERY + "' is NaN at 7: must be finite", tensors -> tensors.with(QUERY, 7, Float.NaN)),
                tensors("'" + QUERY + "' is -Infinity at 575: must be finite",
                        tensors -> tensors.with(QUERY, 575, Float.NEGATIVE_INFINITY)),
                weights("cut short: 'classifier.bias' ends at 52748 of the data, of which 52747 bytes are there",
                        bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
                weights("header of 4298 bytes: 92 follow its length; cut short, or not a safetensors file",
                        bytes -> Arrays.copyOf(bytes, 100)),
                weights("0 bytes: too short for a safetensors file", bytes -> new byte[0]),
                weights("header of 9223372036854775807 bytes: 57046 follow its length; cut short, or not a safetensors file",
                        bytes -> withHeaderSize(bytes, Long.MAX_VALUE)),
                weights("header of 57047 bytes: 57046 follow its length; cut short, or not a safetensors file",
                        bytes -> withHeaderSize(bytes, bytes.length - 7)),
                weights("header: 'bert.embeddings.word_embeddings.weight' F32 [16,24] takes 1536 bytes: "
                        + "data_offsets are 0 to 1532", bytes -> replaced(bytes, "[0,1536]", "[0,1532]")),
                tensors("both '" + QUERY + "' and '" + QUERY.substring(5) + "': which one is meant is not known",
                        tensors -> tensors.filled(QUERY.substring(5), 1, 24, 24)),
                config("num_hidden_layers", 2, 2_000_000_000, "model.safetensors: no "
                        + "'bert.encoder.layer.2.attention.self.query.weight'; nearest "
                        + "'bert.encoder.layer.0.attention.self.query.weight'"),
                config("vocab_size", 16, 17, "model.safetensors: 'bert.embeddings.word_embeddings.weight' is [16,24]: needs [17,24]"),
                config("max_position_embeddings", 128, 80_000_000, "model.safetensors: "
                        + "'bert.embeddings.position_embeddings.weight' is [128,24]: needs [80000000,24]"),
                config("intermediate_size", 40, 80_000_000, "model.safetensors: "
                        + "'bert.encoder.layer.0.intermediate.dense.weight' is [40,24]: needs [80000000,24]"),
                config("vocab_size", 16, 2_000_000_000, "config.json: vocabSize 2000000000 x embeddingSize 24: more than "
                        + "2147483647 numbers"),
                file("config.json", "", "config.json: empty"),
                file("config.json", "{\"model_type\": ", "config.json: cut short: JSON ends inside a value (line 1, column 16)"),
                file("config.json", "{\"x\": NaN}", "config.json: Non-standard token 'NaN' (line 1, column 10)"),
                file("config.json", "{\"model_type\": \"gpt2\"}", "config.json: model_type 'gpt2': a family that is not known; known: bert, distilbert, roberta, electra"),
                file("config.json", "{\"model_type\": \"bert\"}", "config.json: no 'vocab_size'"),
                file("tokenizer_config.json", "{", "@classifier/tokenizer_config.json: line 1: cut short: "
                        + "JSON ends inside a value"),
                file("vocab.txt", "good\nbad\n", "@classifier/vocab.txt: no token '[UNK]'"),
                file("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n",
                        "@classifier: vocabulary of 17 tokens: config.json has vocab_size 16"),
                without("config.json", "@classifier: no config.json: not a model directory"),
                without("vocab.txt", "@classifier: neither tokenizer.json nor vocab.txt"),
                without("model.safetensors", "@classifier: neither model.safetensors nor pytorch_model.bin, nor the .index.json of either"));
    }

    @ParameterizedTest
    @MethodSource("spoilings")
    void isOneLineFromEveryCommand(String message, Spoiling spoiling) throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        spoiling.spoil(folder.file("classifier"));
        List<String> before = folder.names();
        for (String command : List.of(
                "finetune --task sequence-classification --model @classifier --train @train.jsonl --out @out",
                "evaluate --model @classifier --data @dev.jsonl --report @report",
                "predict --model @classifier --text good --output @predictions",
                "predict --model @classifier --input @dev.jsonl --output @predictions")) {
            CommandRun run = folder.run(command);
            assertEquals(new CommandRun(ExitCode.FAILED, "", "lathe: " + message + "\n"), run);
            assertEquals(before, folder.names());
        }
    }

    /// Each of these would answer, and something else than the model that was meant.
    @Test
    void whatHasLostAPartIsToldFromWhatIsWhole() throws IOException {
        ModelFolder folder = ModelFolder.in(path);
        Path config = folder.file("classifier/config.json");
        String whole = Files.readString(config);
        Files.writeString(config, whole.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1"));
        CommandRun run = folder.run("predict --model @classifier --text good");
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().matches("lathe: model.safetensors: has 'bert.encoder.layer.1.\\S+', which the 1 layers of the configuration have no "
                + "place for\n"), run.err());
        Files.writeString(config, whole);
        Path vocabulary = folder.file("classifier/vocab.txt");
        Files.write(vocabulary, Files.readAllLines(vocabulary).subList(0, 12));
        run = folder.run("predict --model @classifier --text good");
        assertEquals("lathe: config.json: vocab_size is 16, and the tokenizer has 12 tokens: words that it lacks are unknown\n", run.err());
        assertEquals(ExitCode.DONE, run.code());
    }

    private static Arguments config(String key, int right, int wrong, String message) {
        Spoiling write = directory -> {
            Path file = directory.resolve("config.json");
            Files.writeString(file, Files.readString(file).replace(
                    "\"%s\": %d".formatted(key, right), "\"%s\": %d".formatted(key, wrong)));
        };
        return Arguments.of(message, write);
    }

    private static Arguments tensors(String problem, UnaryOperator<StoredTensors> spoiling) {
        Spoiling write = directory ->
                spoiling.apply(TinyModel.classifierTensors(3)).write(directory.resolve("model.safetensors"));
        return Arguments.of("model.safetensors: " + problem, write);
    }

    private static Arguments weights(String problem, UnaryOperator<byte[]> spoiling) {
        Spoiling write = directory -> {
            Path file = directory.resolve("model.safetensors");
            Files.write(file, spoiling.apply(Files.readAllBytes(file)));
        };
        return Arguments.of("model.safetensors: " + problem, write);
    }

    private static Arguments file(String name, String content, String problem) {
        Spoiling write = directory -> Files.writeString(directory.resolve(name), content);
        return Arguments.of(problem, write);
    }

    private static Arguments without(String name, String problem) {
        Spoiling delete = directory -> Files.delete(directory.resolve(name));
        return Arguments.of(problem, delete);
    }

    private static byte[] withHeaderSize(byte[] bytes, long size) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(size);
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, String part, String other) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replace(part, other).getBytes(StandardCharsets.ISO_8859_1);
    }
}
