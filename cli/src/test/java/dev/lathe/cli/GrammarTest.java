package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
    @TempDir
    private Path folder;

    @Test
    void theVersionIsOneLineOnStandardOutput() {
        CommandRun run = CommandRun.inProcess(Map.of(), "--version");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().matches("lathe \\d+\\.\\d+\\.\\d+\\S* \\(JDK \\S+\\)\\R"), run.out());
        assertEquals("", run.err());
        for (String[] other : new String[][] {{"-V"}, {"embed", "--version"}, {"embed", "-V"}, {"--version", "--stacktrace"}}) {
            assertEquals(run, CommandRun.inProcess(Map.of(), other), String.join(" ", other));
        }
    }

    @Test
    void helpNamesEveryCommand() {
        CommandRun run = CommandRun.inProcess(Map.of(), "--help");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().startsWith("Usage: lathe"), run.out());
        assertTrue(run.out().contains("  doctor "), run.out());
        assertEquals("", run.err());
    }

    /// In the order of a first day, a line or two each.
    @Test
    void helpListsCommandsInGroups() {
        String help = CommandRun.inProcess(Map.of(), "--help").out();
        assertEquals(List.of("General:", "Begin:", "Train:", "Use:", "Serve and watch:", "Explain and answer for:", "Protect data and models:",
                "Convert and combine models:", "In the shell:"), help.lines().filter(line -> line.matches("[A-Z][a-z ]+:")).toList());
        Matcher commands = Pattern.compile("(?m)^  ([a-z-]+)  +(\\S.*)").matcher(help.substring(help.indexOf("Begin:")));
        var listed = new ArrayList<String>();
        while (commands.find()) {
            listed.add(commands.group(1));
        }
        assertEquals(36, listed.size(), help);
        assertEquals("demo", listed.getFirst());
        assertTrue(help.indexOf("  finetune ") > help.indexOf("Train:") && help.indexOf("  finetune ") < help.indexOf("Use:"), help);
        assertTrue(help.contains("  finetune     Fine-tunes a model on your own texts and writes a model directory with reports%n".formatted()), help);
        // The rest of what it says stands in its own help.
        assertFalse(help.contains("Both stay as they are"), help);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "models", "fetch", "import", "info", "tokenize", "embed", "fill-mask", "finetune",
        "federate", "tune", "evaluate", "predict", "explain", "attack", "fairness", "merge", "soup", "compare", "serve", "serve-key", "bench-serve", "anonymise", "audit", "card", "keygen", "sign", "verify", "encrypt", "decrypt", "review", "monitor", "doctor", "completion", "man"})
    void everyCommandHasHelp(String command) {
        CommandRun run = CommandRun.inProcess(Map.of(), command, "--help");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().startsWith("Usage: lathe " + command), run.out());
        assertTrue(run.out().contains("--stacktrace"), run.out());
        assertTrue(run.out().contains(System.lineSeparator() + "Examples:" + System.lineSeparator() + "  "), run.out());
        assertTrue(run.out().substring(run.out().indexOf("Examples:")).contains("lathe " + command), run.out());
        assertEquals(run, CommandRun.inProcess(Map.of(), "help", command));
    }

    @Test
    void helpWithoutACommandIsThatOfAll() {
        assertEquals(CommandRun.inProcess(Map.of(), "--help"), CommandRun.inProcess(Map.of(), "help"));
        assertEquals("lathe: unexpected argument 'finetun'; did you mean 'finetune'?; see 'lathe --help'" + System.lineSeparator(),
                CommandRun.inProcess(Map.of(), "help", "finetun").err());
    }

    /// Most used first, and what every command has last.
    @Test
    void helpListsOptionsInGroups() {
        String help = CommandRun.inProcess(Map.of(), "help", "finetune").out();
        List<String> headings = help.lines().filter(line -> line.matches("[A-Z][a-z ]+:")).toList();
        assertEquals(List.of("Options:", "Data:", "Evaluation and checkpoints:", "Seeing:", "Of single tasks:", "Training:", "Optimizer:", "Adapters:", "Robustness:", "Privacy:", "Fairness:", "Computing:",
                "General:", "Examples:"), headings);
        assertTrue(help.indexOf("--label-column") > help.indexOf("Data:") && help.indexOf("--label-column") < help.indexOf("Training:"), help);
        assertTrue(help.indexOf("--stacktrace") > help.indexOf("General:"), help);
    }

    /// What an example shows is a command line that is understood.
    @ParameterizedTest
    @ValueSource(strings = {"demo", "models", "fetch", "import", "info", "tokenize", "embed", "fill-mask", "finetune",
        "federate", "tune", "evaluate", "predict", "explain", "attack", "fairness", "merge", "soup", "compare", "serve", "serve-key", "bench-serve", "anonymise", "audit", "card", "keygen", "sign", "verify", "encrypt", "decrypt", "review", "monitor", "doctor"})
    void everyExampleFollowsTheGrammar(String command) {
        String help = CommandRun.inProcess(Map.of(), "help", command).out();
        for (String line : help.substring(help.indexOf("Examples:")).replace("\\\n", "").lines().skip(1).toList()) {
            var words = new ArrayList<String>();
            Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
            while (word.find()) {
                words.add(word.group(1) == null ? word.group(2) : word.group(1));
            }
            assertEquals("lathe", words.removeFirst());
            // Asked for help, a command line is read to its end and nothing is done.
            words.add("--help");
            CommandRun run = CommandRun.inProcess(Map.of(), words.toArray(String[]::new));
            assertEquals("", run.err(), line);
            assertEquals(ExitCode.DONE, run.code(), line);
        }
    }

    @ParameterizedTest
    @CsvSource({"ner, token-classification", "text-classification, sequence-classification", "Sentiment_Analysis, sequence-classification"})
    void namesOfOtherProgramsTasksLeadToOurs(String given, String here) {
        CommandRun run = CommandRun.inProcess(Map.of("LATHE_CACHE", "/dev/null"), "finetune", "--task", given);
        assertTrue(run.err().startsWith("lathe: invalid value for option '--task': '%s' is %s here; see".formatted(given, here)), run.err());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo --learning-rate 3e-5                  | --learning-rate            | --lr
            demo --learning_rate=3e-5                  | --learning_rate=3e-5       | --lr
            demo --num_train_epochs 3                  | --num_train_epochs         | --epochs
            demo --per_device_train_batch_size 3       | --per_device_train_batch_size | --batch-size
            demo --gradient-accumulation-steps 2       | --gradient-accumulation-steps | --grad-accumulation
            demo --output_dir x                        | --output_dir               | --out
            demo --batch_size 8                        | --batch_size               | --batch-size
            embed --model x --input y --normalize_embeddings | --normalize_embeddings | --normalize
            predict --model x --text y --top_k 3       | --top_k                    | --top
            merge --model x --out y                    | --out                      | --to
            finetune --lora_r 8                        | --lora_r                   | --lora-rank
            finetune --use_lora                        | --use_lora                 | --peft
            finetune --target_modules query            | --target_modules           | --lora-targets
            finetune --device_map auto                 | --device_map               | --device
            finetune --no_cuda                         | --no_cuda                  | --device
            finetune --report_to tensorboard           | --report_to                | --tensorboard
            finetune --save_strategy epoch             | --save_strategy            | --save-steps
            finetune --load_best_model_at_end true     | --load_best_model_at_end   | --keep
            finetune --logging_steps 10                | --logging_steps            | --progress
            """)
    void namesOfOtherProgramsLeadToOurs(String line, String given, String here) {
        CommandRun run = CommandRun.inProcess(Map.of("LATHE_CACHE", "/dev/null"), line.strip().split(" +"));
        assertEquals("lathe: unknown option '%s'; here it is '%s'; see 'lathe %s --help'%n".formatted(given, here, line.split(" ")[0]),
                run.err());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            finetune --do_train                        | --do_train                 | 'lathe finetune' always trains
            finetune --do_eval                         | --do_eval                  | what is named is evaluated: --dev after each epoch, --test at the end
            demo --fp16                                | --fp16                     | Lathe computes in float32 only
            predict --model x --text y --bf16=true     | --bf16=true                | Lathe computes in float32 only
            finetune --per_device_eval_batch_size 64   | --per_device_eval_batch_size | evaluation cuts its own batches, which change no result
            finetune --gradient_checkpointing          | --gradient_checkpointing   | what costs little is computed again anyway; \
            with --grad-accumulation and a smaller --batch-size a step takes less memory
            finetune --push_to_hub                     | --push_to_hub              | nothing is uploaded; the result is a directory in Hugging Face's layout
            """, quoteCharacter = '"')
    void ofWhatThereIsNoneHereASentenceSaysWhy(String line, String given, String why) {
        CommandRun run = CommandRun.inProcess(Map.of("LATHE_CACHE", "/dev/null"), line.strip().split(" +"));
        assertEquals("lathe: unknown option '%s': %s; see 'lathe %s --help'%n".formatted(given, why, line.split(" ")[0]), run.err());
        assertEquals(ExitCode.USAGE, run.code());
    }

    /// What others take as a name alone.
    @Test
    void aModelWithoutItsOptionIsShownBehindIt() {
        CommandRun run = CommandRun.inProcess(Map.of("LATHE_CACHE", "/dev/null"), "predict", "ner", "--text", "Ann said \"no\".");
        assertEquals("lathe: unexpected argument 'ner'; a model stands behind --model: 'lathe predict --model ner --text \"Ann said "
                + "\\\"no\\\".\"'; see 'lathe predict --help'" + System.lineSeparator(), run.err());
        assertEquals("lathe: unexpected argument 'ner'; see 'lathe predict --help'" + System.lineSeparator(),
                CommandRun.inProcess(Map.of(), "predict", "--model=x", "ner", "--text", "y").err());
    }

    /// One correction for the whole line, not one after the other.
    @Test
    void allUnknownOptionsOfALineAreNamed() {
        CommandRun run = CommandRun.inProcess(Map.of("LATHE_CACHE", "/dev/null"), "finetune", "--model_name_or_path", "x", "--do_train",
                "--train_file", "y", "--lr", "1e-4", "--do_train", "--bogus", "-1", "--epohcs=3");
        assertEquals("lathe: unknown option '--model_name_or_path'; here it is '--model'; unknown option '--do_train': 'lathe finetune' always "
                + "trains; unknown option '--train_file'; here it is '--train'; unknown option '--bogus'; unknown option '--epohcs=3'; did you "
                + "mean '--epochs'?; see 'lathe finetune --help'" + System.lineSeparator(), run.err());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @Test
    void bashAndFishCompleteCommandsAndOptions() throws IOException, InterruptedException {
        String bash = CommandRun.inProcess(Map.of(), "completion", "bash").out();
        assertTrue(bash.contains("finetune") && bash.contains("--label-column"), bash);
        Path script = Files.writeString(folder.resolve("lathe.bash"), bash + """

                COMP_WORDS=(lathe finetune --ep) COMP_CWORD=2
                _complete_lathe
                echo "${COMPREPLY[*]}"
                """);
        Process shell = new ProcessBuilder("bash", script.toString()).start();
        assertEquals("--epochs", new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        assertEquals(0, shell.waitFor());
        String fish = CommandRun.inProcess(Map.of(), "completion", "fish").out();
        assertTrue(fish.contains("complete -c lathe -n __fish_use_subcommand -f -a finetune -d 'Fine-tunes a model on your own texts and "), fish);
        assertTrue(fish.contains("complete -c lathe -n '__fish_seen_subcommand_from finetune' -l schedule -r -f -a 'linear cosine constant "
                + "polynomial'"), fish);
        assertTrue(fish.lines().allMatch(line -> line.chars().filter(c -> c == '\'').count() % 2 == 0 || line.contains("\\'")), fish);
        assertEquals("lathe: invalid value for positional parameter at index 0 (bash|zsh|fish): 'tcsh' is none of bash, zsh, fish; see "
                + "'lathe completion --help'" + System.lineSeparator(), CommandRun.inProcess(Map.of(), "completion", "tcsh").err());
    }

    @Test
    void everyCommandHasAManualPage() throws IOException {
        assertEquals(new CommandRun(ExitCode.DONE, "", ""), CommandRun.inProcess(Map.of(), "man", "--to", folder.resolve("man1").toString()));
        try (var pages = Files.list(folder.resolve("man1"))) {
            assertEquals(37, pages.count());
        }
        String page = Files.readString(folder.resolve("man1/lathe-finetune.1"));
        assertEquals(page, CommandRun.inProcess(Map.of(), "man", "finetune").out());
        for (String part : List.of(".TH \"LATHE-FINETUNE\" 1", ".SH TRAINING\n", "\\fB\\-\\-epochs\\fR \\fIN\\fR\nPasses over the training data; default 5.\n",
                ".SH EXAMPLES\n", ".SH EXIT STATUS\n")) {
            assertTrue(page.contains(part), part + page);
        }
        assertTrue(Files.readString(folder.resolve("man1/lathe-merge.1")).contains("[\\-\\-adapter DIR]"));
        assertFalse(page.contains("${") || page.contains("%n"), page);
        assertEquals("lathe: no command 'tunes'; see 'lathe man --help'" + System.lineSeparator(),
                CommandRun.inProcess(Map.of(), "man", "tunes").err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --bogus          | unknown option '--bogus'; see 'lathe --help'
            doctr            | unexpected argument 'doctr'; did you mean 'doctor'?; see 'lathe --help'
            nonsense         | unexpected argument 'nonsense'; see 'lathe --help'
            demo --lr abc    | invalid value for option '--lr': 'abc' is not a number; see 'lathe demo --help'
            demo --epohcs 3  | unknown option '--epohcs'; did you mean '--epochs'?; see 'lathe demo --help'
            doctr --help     | unexpected argument 'doctr'; did you mean 'doctor'?; see 'lathe --help'
            --help doctr     | unexpected argument 'doctr'; did you mean 'doctor'?; see 'lathe --help'
            doctor more -h   | unexpected argument 'more'; see 'lathe doctor --help'
            doctor -h --bogus | unknown option '--bogus'; see 'lathe doctor --help'
            doctr --version  | unexpected argument 'doctr'; did you mean 'doctor'?; see 'lathe --help'
            doctor --bogus   | unknown option '--bogus'; see 'lathe doctor --help'
            doctor @more     | unexpected argument '@more'; see 'lathe doctor --help'
            demo --bogus     | unknown option '--bogus'; see 'lathe demo --help'
            demo --epochs 0  | --epochs 0: needs at least 1; see 'lathe demo --help'
            demo --model x   | unknown option '--model'; see 'lathe demo --help'
            import x         | missing required option: '--to=DIR'; see 'lathe import --help'
            import x --to y --dtype int8 | invalid value for option '--dtype': 'int8' is none of float32, float16, \
            bfloat16; see 'lathe import --help'
            --stacktrace=x   | invalid value for option '--stacktrace': 'x' is not a boolean; see 'lathe --help'
            """)
    void aWrongCommandLineIsOneLineAndExitCodeTwo(String line, String message) {
        CommandRun run = CommandRun.inProcess(Map.of("LATHE_CACHE", "/dev/null"), line.strip().split(" +"));
        assertEquals("lathe: " + message + System.lineSeparator(), run.err());
        assertEquals("", run.out());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @Test
    void noCommandIsWrongUsage() {
        CommandRun run = CommandRun.inProcess(Map.of());
        assertEquals("lathe: no command given; see 'lathe --help'" + System.lineSeparator(), run.err());
        assertEquals(ExitCode.USAGE, run.code());
    }

    @Test
    void doctorTellsWhatThisComputerHas() {
        CommandRun run = CommandRun.inProcess(Map.of(), "--stacktrace", "doctor");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().contains("threads    " + Runtime.getRuntime().availableProcessors()), run.out());
        assertTrue(run.out().contains(System.getProperty("java.home")), run.out());
        assertTrue(run.out().matches("(?s).*device     CPU, (vectors of \\d+ bits|plain Java), \\d+ threads?\n.*"),
                run.out());
        assertTrue(run.out().contains("GPU        cuda"), run.out());
    }
}
