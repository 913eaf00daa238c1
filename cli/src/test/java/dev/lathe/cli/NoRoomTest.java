package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Every command that writes, in a process that may not write one byte to a file: it names the file, and leaves nothing half-written.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs ulimit")
class NoRoomTest {
    private static final String LIMIT = "1 lathe: limit on the size of files: ";

    @TempDir
    private Path path;
    private ModelFolder folder;
    private Path out;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
        out = Files.createDirectory(path.resolve("out"));
    }

    @Test
    void resultsAreNamedAndNothingIsLeft() throws IOException, InterruptedException {
        folder.write("secret.key", "0f".repeat(32));
        assertEquals(ExitCode.DONE, folder.run("finetune --task sequence-classification --model @encoder --train @train.jsonl --out @base --epochs 1").code());
        assertEquals(ExitCode.DONE, folder.run(
                "finetune --task sequence-classification --model @encoder --train @train.jsonl --out @lora --epochs 1 --peft lora").code());
        folder.write("space.json", """
                {"options": {"task": "sequence-classification", "model": "%s", "train": "%s", "dev": "%s", "epochs": 1},
                 "space": {"lr": {"choice": [0.001]}}}""".formatted(path.resolve("encoder"), path.resolve("train.jsonl"), path.resolve("dev.jsonl")));
        folder.write("federation.json", """
                {"options": {"task": "sequence-classification", "model": "%s"}, "clients": [{"name": "a", "train": "%s"}], "local-steps": 1}"""
                .formatted(path.resolve("encoder"), path.resolve("train.jsonl")));
        var commands = new LinkedHashMap<String, String>();
        commands.put("predict --model @classifier --input @dev.jsonl --output @out/a", "@out/a");
        commands.put("tokenize --model @classifier --text good --output @out/a", "@out/a");
        commands.put("embed --model @encoder --text good --output @out/a.npy", "@out/a.npy");
        commands.put("embed --model @encoder --text good --output @out/a", "@out/a");
        commands.put("evaluate --model @classifier --data @dev.jsonl --report @out/a", "@out/a");
        commands.put("evaluate --model @classifier --data @dev.jsonl --errors @out/a", "@out/a");
        commands.put("evaluate --model @classifier --data @dev.jsonl --audit-log @out/a", "@out/a");
        commands.put("explain --model @classifier --text good --output @out/a", "@out/a");
        commands.put("attack --model @base --data @train.jsonl --method charswap --output @out/a", "@out/a");
        commands.put("compare @base @lora --html @out/a", "@out/a");
        commands.put("card @base --format nist --output @out/a", "@out/a");
        commands.put("anonymise --input @train.jsonl --output @out/a --columns text", "@out/a");
        commands.put("monitor --model @classifier --alert negative>3sigma --input @train.jsonl --state @out/a", "@out/a");
        commands.put("import @encoder --to @out/a", "@out/");
        commands.put("merge --model @lora --to @out/a", "@out/a");
        commands.put("soup --model @base --model @base --to @out/a", "@out/a");
        commands.put("encrypt @base --key-file @secret.key --to @out/a", "@out/");
        commands.put("keygen @out/a", "@out/a");
        commands.put("serve-key --name ann --api-keys @out/a", "@out/a");
        commands.put("finetune --task sequence-classification --model @encoder --train @train.jsonl --out @out/a --epochs 1", "@out/a");
        commands.put("federate @federation.json --out @out/a", "@out/a");
        List<String> said = limited(0, List.copyOf(commands.keySet()));
        int i = 0;
        for (Map.Entry<String, String> command : commands.entrySet()) {
            String line = said.get(i++).replace(path + "/", "@");
            assertTrue(line.startsWith(LIMIT + command.getValue()) && line.endsWith(": File too large left []"), command.getKey() + ": " + line);
        }
    }

    /// What they make for all that is to come stays: an empty queue, a folder for pages, the beginning of a search.
    @Test
    void whatIsAddedToIsNamedToo() throws IOException, InterruptedException {
        folder.write("space.json", """
                {"options": {"task": "sequence-classification", "model": "%s", "train": "%s", "dev": "%s", "epochs": 1},
                 "space": {"lr": {"choice": [0.001]}}}""".formatted(path.resolve("encoder"), path.resolve("train.jsonl"), path.resolve("dev.jsonl")));
        List<String> said = limited(0, List.of("predict --model @classifier --text good --review-queue @out/queue --review-below 1",
                "man --to @out/man", "tune @space.json --trials 1 --out @out/search"));
        List<String> expected = List.of("@out/queue: File too large left [queue]", "@out/man/lathe.1: File too large left [man]",
                "@out/search/search.lock: File too large left [search]");
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(LIMIT + expected.get(i), said.get(i).replace(path + "/", "@"));
        }
        assertEquals(0, Files.size(out.resolve("queue")));
    }

    /// Half of a holder's line is one that no server takes.
    @Test
    void aFileThatIsAddedToIsAsItWas() throws IOException, InterruptedException {
        String before = "# keys\n".repeat(70);
        Path keys = Files.writeString(out.resolve("keys"), before);
        Path queue = Files.writeString(out.resolve("queue"), before);
        List<String> said = limited(1, List.of("serve-key --name ann --api-keys @out/keys",
                "predict --model @classifier --text good --review-queue @out/queue --review-below 1"));
        for (int i = 0; i < said.size(); i++) {
            Path file = List.of(keys, queue).get(i);
            assertEquals(LIMIT + file + ": File too large left []", said.get(i));
            assertEquals(before, Files.readString(file));
        }
    }

    /// @param blocks of 512 bytes that a file may have
    private List<String> limited(int blocks, List<String> commands) throws IOException, InterruptedException {
        ProcessBuilder child = CommandRun.child();
        List<String> words = child.command();
        words.set(words.size() - 1, CommandsProcess.class.getName());
        words.add(out.toString());
        commands.forEach(line -> words.add(line.replace("@", path + "/")));
        words.add(1, "-XX:-UsePerfData");
        words.addAll(0, List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"));
        child.environment().put("LC_ALL", "C");
        CommandRun run = CommandRun.of(child.start());
        assertEquals(0, run.code(), run.err());
        List<String> said = run.out().lines().toList();
        assertEquals(commands.size(), said.size(), run.out() + run.err());
        return said;
    }
}
