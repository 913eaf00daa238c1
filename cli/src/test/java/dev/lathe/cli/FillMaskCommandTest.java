package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.model.StoredTensors;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FillMaskCommandTest {
    /// The vocabulary's tokens, of which the bias leaves only `good`, number 5, and `awful`, number 8.
    private static final int TOKENS = 16;

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
        TinyModel.encoder(path.resolve("guesser"));
        String transform = "cls.predictions.transform.";
        StoredTensors tensors = TinyModel.encoderTensors("bert.")
                .filled(transform + "dense.weight", 0, TinyModel.HIDDEN, TinyModel.HIDDEN)
                .filled(transform + "dense.bias", 0, TinyModel.HIDDEN)
                .filled(transform + "LayerNorm.weight", 1, TinyModel.HIDDEN)
                .filled(transform + "LayerNorm.bias", 0, TinyModel.HIDDEN)
                .filled("cls.predictions.bias", -500, TOKENS)
                .with("cls.predictions.bias", 5, 0)
                .with("cls.predictions.bias", 8, 0);
        tensors.write(path.resolve("guesser/model.safetensors"));
    }

    /// Of equally likely ones the smaller number is first.
    @Test
    void aMaskIsAListOfGuesses() {
        CommandRun run = fillMask("--top 2", "the food was [MASK].");
        assertEquals(new CommandRun(ExitCode.DONE, """
                [{"token":"good","id":5,"probability":0.5},{"token":"awful","id":8,"probability":0.5}]
                """, ""), run);
    }

    @Test
    void severalMasksAreAListOfLists() {
        CommandRun run = fillMask("--top 1", "[MASK] food, [MASK].");
        assertEquals("""
                [[{"token":"good","id":5,"probability":0.5}],[{"token":"good","id":5,"probability":0.5}]]
                """, run.out());
    }

    @Test
    void fiveGuessesAreUsual() {
        assertEquals(5, fillMask("", "[MASK]").out().split("token").length - 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | @guesser | --text good           | fill-mask: no '[MASK]' in the text
            1 | @guesser | --text [MASK] --top 0 | fill-mask: top 0: must be at least 1
            2 | @guesser | --top 3               | missing required option: '--text=TEXT'; see 'lathe fill-mask --help'
            """)
    void aWrongValueIsOneLine(int code, String model, String options, String message) {
        assertEquals(new CommandRun(code, "", "lathe: " + message + "\n"),
                folder.run("fill-mask --model " + model + " " + options));
    }

    @Test
    void aModelThatCannotGuessIsNamed() {
        CommandRun run = folder.run("fill-mask --model @encoder --text [MASK]");
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("the model is not trained for this task"), run.err());
    }

    @Test
    void infoNamesTheHeadsParts() {
        List<String> lines = folder.run("info --model @guesser").out().lines().toList();
        assertTrue(lines.contains("parameters    cls                      664"), lines.toString());
    }

    private CommandRun fillMask(String options, String text) {
        return folder.run("fill-mask --model @guesser " + options, "--text", text);
    }
}
