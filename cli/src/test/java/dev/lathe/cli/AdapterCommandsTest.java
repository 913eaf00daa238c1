package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `finetune --peft`, and what other commands do with its result.
class AdapterCommandsTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    @Test
    void anAdapterIsTrainedUsedAndMerged() {
        CommandRun tuned = folder.finetune("--peft lora --lora-rank 4 --lora-targets query,output.dense --lora-rs --lr 1e-2");
        assertEquals(ExitCode.DONE, tuned.code(), tuned.err());
        assertTrue(tuned.err().contains("lora trains "), tuned.err());
        assertTrue(tuned.err().contains("the adapter is in "), tuned.err());
        CommandRun alone = folder.run("predict --model @out --text good");
        assertEquals(ExitCode.DONE, alone.code(), alone.err());
        assertEquals(alone.out(), folder.run("predict --model @encoder --adapter @out --text good").out());
        assertEquals(ExitCode.DONE, folder.run("evaluate --model @out --data @dev.jsonl").code());
        assertEquals(folder.run("embed --model @encoder --adapter @out --text good").out(),
                folder.run("embed --model @out --text good").out());
        assertTrue(folder.run("info --model @out").out().contains("adapter       lora, of the base in "));
        assertEquals(ExitCode.DONE, folder.run("merge --model @out --to @merged").code());
        CommandRun merged = folder.run("predict --model @merged --text good");
        assertEquals(label(alone), label(merged));
        assertEquals("lathe: @merged: exists; choose another directory, or --overwrite it\n",
                folder.run("merge --model @out --to @merged").err().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void ranksAreSharedOutAsAsked() {
        CommandRun tuned = folder.finetune("--peft adalora --adalora-rank 4 --adalora-target-rank 2 --lora-targets key,value --adalora-begin 1 "
                + "--adalora-end 1 --lr 1e-2");
        assertEquals(ExitCode.DONE, tuned.code(), tuned.err());
        assertEquals(ExitCode.DONE, folder.run("merge --model @out --to @merged").code());
    }

    @Test
    void bottlenecksAreTrainedAndUsedButNotMerged() {
        CommandRun tuned = folder.finetune("--peft adapter --adapter-form houlsby --adapter-size 4 --adapter-act relu --lr 1e-2");
        assertEquals(ExitCode.DONE, tuned.code(), tuned.err());
        assertEquals(ExitCode.DONE, folder.run("predict --model @out --text good").code());
        assertEquals("lathe: @out: adapter: stands beside the base's weights, and they cannot hold what it does; use it with its base\n",
                folder.run("merge --model @out --to @merged").err().replace(System.lineSeparator(), "\n"));
    }

    private static String label(CommandRun run) {
        return run.out().replaceFirst("(?s),\"score\".*", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--peft loora | --peft loora: is none of lora, adalora, ia3, bitfit, adapter, prompt, prefix; see 'lathe finetune --help'",
        "--peft lora --lora-rank 0 | --lora-rank 0: needs at least 1; see 'lathe finetune --help'",
        "--peft ia3 --lora-rank 4 | --lora-rank 4: is for --peft lora, not ia3; see 'lathe finetune --help'",
        "--peft adapter --adapter-size 4 --adapter-reduction 2 | --adapter-size 4: adapter-reduction 2 is given too; give one of the two; "
                + "see 'lathe finetune --help'",
        "--peft adalora --adalora-rank 4 --adalora-target-rank 5 | --adalora-target-rank 5: needs at least 1 and at most the first rank, 4; "
                + "see 'lathe finetune --help'",
        "--peft adalora --lora-rank 4 | --lora-rank 4: is for --peft lora, not adalora; see 'lathe finetune --help'",
        "--peft bitfit --lora-alpha 4 | --lora-alpha 4: is for --peft lora and adalora, not bitfit; see 'lathe finetune --help'",
        "--peft lora --adapter-form houlsby | --adapter-form houlsby: is for --peft adapter, not lora; see 'lathe finetune --help'",
        "--peft adapter --adapter-act tanh | invalid value for option '--adapter-act': 'tanh' is none of gelu, relu; see 'lathe finetune --help'",
        "--lora-dora | --lora-dora: is for --peft lora, not a training of all parameters; see 'lathe finetune --help'",
        "--peft lora --freeze bert | --peft lora: freeze bert is given too, but an adapter leaves the whole base as it is; give one of the two; "
                + "see 'lathe finetune --help'"})
    void whatDoesNotFitIsWrongUsage(String options, String message) {
        CommandRun run = folder.finetune(options);
        assertEquals("lathe: " + message + System.lineSeparator(), run.err());
        assertEquals(ExitCode.USAGE, run.code());
        assertFalse(Files.exists(folder.file("out")));
    }
}
