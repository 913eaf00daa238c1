package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cuda.Cuda;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinetuneCommandTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    @Test
    void theReportIsTheResultAndAllElseIsSaidBeside() throws IOException {
        CommandRun run = folder.finetune("--test @dev.jsonl");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(run.out(), reportWithoutItsHead());
        assertTrue(run.out().startsWith("              precision    recall  f1-score   support\n\n    negative"), run.out());
        List<String> said = run.err().lines().map(line -> line.replaceAll("[0-9]+([,.][0-9]+)*", "#")).toList();
        assertEquals("""
                lathe: initialised from the seed: bert.pooler.dense.weight, bert.pooler.dense.bias, classifier.weight, classifier.bias
                lathe: test: # of # examples are in the training data too: its scores will look better than the model is
                lathe: task    sequence-classification, from encoder
                lathe: device  CPU, vectors of # bits, # threads
                lathe: train   # examples of train.jsonl
                lathe: test    # examples of dev.jsonl
                lathe: labels  #: negative #, positive #
                lathe: length  # tokens at most
                lathe: steps   # in # epochs, # examples a step; # parameters learn
                lathe: training #/# (# %) loss #, # tokens/s
                """.replaceFirst("(?s)device .*? threads", said.get(3).replaceFirst("lathe: ", "")), String.join("\n", said.subList(0, 10)) + "\n");
        assertTrue(said.contains("lathe: epoch #: test loss #, accuracy #, macro F# #, weighted F# #"), run.err());
        assertTrue(said.getLast().equals("lathe: the model is in @out, with the report in report.txt and the course of the training in "
                + "metrics.jsonl"), run.err());
        assertTrue(said.get(said.size() - 2).matches("lathe: trained in # s, # tokens at # tokens/s(, with at most # MiB of memory)?"), run.err());
        assertEquals(List.of("classifier", "dev.jsonl", "encoder", "out", "train.jsonl"), folder.names());
    }

    @Test
    void eachEpochTellsItsTrainingLossAndOnRequestItsReport() throws IOException {
        CommandRun run = folder.finetune("--dev @dev.jsonl --report-each-epoch");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        List<String> lines = run.err().lines().map(line -> line.replaceAll("\\d\\.\\d+", "#")).toList();
        for (int epoch = 1; epoch <= 2; epoch++) {
            int at = lines.indexOf("lathe: epoch " + epoch + ": train loss #");
            assertTrue(at > 0, run.err());
            assertTrue(lines.get(at + 1).startsWith("lathe: epoch " + epoch + ": dev loss #, accuracy #, macro F1 #"), run.err());
            assertEquals("lathe: epoch " + epoch + ": report on the dev data", lines.get(at + 2));
            assertEquals("              precision    recall  f1-score   support", lines.get(at + 4));
        }
        assertEquals(List.of("{\"epoch\":1,\"split\":\"train\",\"loss\":#}", "{\"epoch\":2,\"split\":\"train\",\"loss\":#}"),
                Files.readAllLines(folder.file("out/metrics.jsonl")).stream().filter(line -> line.contains("\"train\""))
                        .map(line -> line.replaceFirst(",\"time\":\"[^\"]*\"", "").replaceAll("\\d\\.\\d+", "#")).toList());
    }

    @Test
    void withoutOtherDataTheTrainingLossIsTheResult() throws IOException {
        CommandRun run = folder.finetune("");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().matches("training loss 0\\.\\d{4}\n"), run.out());
        assertTrue(Files.readString(folder.file("out/report.txt")).startsWith("train: train.jsonl, 24 examples, loss 0."));
    }

    @Test
    void everyOptionIsTakenAndRecorded() throws IOException {
        folder.write("data.txt", Files.readString(folder.file("train.jsonl"))
                .replace("\"text\"", "\"sentence\"").replace("\"label\"", "\"mood\""));
        CommandRun run = folder.run("finetune --task SEQUENCE-classification --model @encoder --train @data.txt "
                + "--dev-fraction 0.25 --out @out --overwrite --keep last --epochs 1 --batch-size 5 --max-length 12 --lr 1e-3 "
                + "--weight-decay 0 --warmup 0.5 --schedule Cosine --grad-accumulation 2 "
                + "--max-grad-norm 2 --adam-beta1 0.8 --adam-beta2 0.99 --adam-epsilon 1e-6 --data-license CC-BY-4.0 --dropout 0.2 --early-stopping 3 "
                + "--no-shuffle --seed -7 --report-each-epoch "
                + "--format jsonl --text-column sentence --pair-column other --label-column mood --device cpu --threads 1 "
                + "--stacktrace");
        assertEquals(ExitCode.FAILED, run.code(), "no 'other' column");
        folder.write("data.txt", Files.readString(folder.file("data.txt")).replace("{", "{\"other\": \"good\", "));
        run = folder.run("finetune --task sequence-classification --model @encoder --train @data.txt "
                + "--dev-fraction 0.25 --out @out --overwrite --keep last --epochs 1 --batch-size 5 --max-length 12 --lr 1e-3 "
                + "--weight-decay 0 --warmup 0.5 --schedule Cosine --grad-accumulation 2 "
                + "--max-grad-norm 2 --adam-beta1 0.8 --adam-beta2 0.99 --adam-epsilon 1e-6 --data-license CC-BY-4.0 --dropout 0.2 --early-stopping 3 "
                + "--no-shuffle --seed -7 --report-each-epoch "
                + "--format jsonl --text-column sentence --pair-column other --label-column mood --device cpu --threads 1");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        String record = Files.readString(folder.file("out/training.json"));
        assertTrue(record.contains("""
                  "seed": -7,
                  "options": {
                    "epochs": 1,
                    "batch-size": 5,
                    "max-length": 12,
                    "lr": 0.001,
                    "weight-decay": 0.0,
                    "adam-beta1": 0.8,
                    "adam-beta2": 0.99,
                    "adam-epsilon": 1.0E-6,
                    "warmup": 0.5,
                    "schedule": "cosine",
                    "grad-accumulation": 2,
                    "max-grad-norm": 2.0,
                    "shuffle": false,
                    "keep": "last",
                    "dropout": 0.2,
                    "early-stopping": 3,
                    "dev-fraction": 0.25,
                    "format": "jsonl",
                    "text-column": "sentence",
                    "pair-column": "other",
                    "label-column": "mood",
                    "data-license": "CC-BY-4.0"
                  },
                """), record);
        assertEquals(4, Files.readString(folder.file("out/metrics.jsonl")).lines().count(), "2 steps, an epoch and a dev set");
        assertTrue(Files.readString(folder.file("out/README.md")).contains("| train | `data.txt` | 18 | 24 | CC-BY-4.0 | `"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "Lion", "adafactor"})
    void anotherOptimiserIsTakenAndRecorded(String optimizer) throws IOException {
        CommandRun run = folder.finetune("--optimizer " + optimizer + " --layer-decay 0.9");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        String record = Files.readString(folder.file("out/training.json"));
        assertTrue(record.contains("""
                    "optimizer": "%s",
                    "layer-decay": 0.9,
                """.formatted(optimizer.toLowerCase(Locale.ROOT))), record);
        assertFalse(record.contains("adam-beta1"), record);
    }

    @Test
    void aColumnOfAnotherNameCanBeNamed() throws IOException {
        folder.write("rows.csv", "review,label\ngood,fine\n");
        String begin = "finetune --task sequence-classification --model @encoder --train @rows.csv --out @out ";
        assertEquals("lathe: @rows.csv: line 1: no column 'text'; the columns are 'review', 'label'; --text-column names another\n",
                folder.run(begin).err());
        assertEquals("lathe: @rows.csv: line 1: no column 'body'; the columns are 'review', 'label'\n",
                folder.run(begin + "--text-column body").err());
    }

    @Test
    void rowsAreSetAsideByLabelOrGroup() throws IOException {
        folder.write("rows.csv", "text,label,who\n" + "good,fine,a\n".repeat(6) + "bad,awful,b\n".repeat(3) + "good,fine,c\nbad,awful,c\n");
        String begin = "finetune --task sequence-classification --model @encoder --train @rows.csv --out @out --overwrite --epochs 1 ";
        CommandRun strata = folder.run(begin + "--dev-fraction 0.34 --test-fraction 0.3 --stratify");
        assertEquals(ExitCode.DONE, strata.code(), strata.err());
        String record = Files.readString(folder.file("out/training.json"));
        assertTrue(record.contains("\"test-fraction\": 0.3,\n    \"stratify\": true,\n"), record);
        assertTrue(Files.readString(folder.file("out/report.txt")).startsWith("test: rows.csv, 3 examples"), record);
        CommandRun groups = folder.run(begin + "--dev-fraction 0.2 --group-column who");
        assertEquals(ExitCode.DONE, groups.code(), groups.err());
        assertTrue(Files.readString(folder.file("out/report.txt")).startsWith("dev: rows.csv, 2 examples"), groups.out());
        assertEquals("lathe: @rows.csv: line 1: no column 'which'; the columns are 'text', 'label', 'who'\n",
                folder.run(begin + "--dev-fraction 0.2 --group-column which").err());
        CommandRun numbers = folder.run("finetune --task regression --model @encoder --train @rows.csv --out @out --stratify "
                + "--dev-fraction 0.2");
        assertEquals("lathe: --stratify: is for sequence-classification, multi-label and token-classification, not regression; "
                + "see 'lathe finetune --help'\n", numbers.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--save-epochs 1", "--continue", "--Epochs 1"})
    void anOptionThatIsNotThereIsUnknown(String option) throws IOException {
        CommandRun run = folder.finetune(option);
        assertEquals("lathe: unknown option '" + option.split(" ")[0] + "'", run.err().split(";")[0]);
        assertWrongUsage(run);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --epochs -1                       | --epochs -1: needs at least 1
            --epochs 0                        | --epochs 0: needs at least 1
            --epochs 1.5                      | invalid value for option '--epochs': '1.5' is not a whole number
            --batch-size 0                    | --batch-size 0: needs at least 1
            --max-length 2                    | --max-length 2: needs at least 3, for [CLS], a token and [SEP]
            --lr 0                            | --lr 0: needs more than 0
            --lr NaN                          | --lr NaN: needs more than 0
            --weight-decay -1                 | --weight-decay -1: needs 0 or more
            --weight-decay Infinity           | --weight-decay Infinity: needs 0 or more
            --warmup 2                        | --warmup 2: needs 0 to 1
            --grad-accumulation 0             | --grad-accumulation 0: needs at least 1
            --early-stopping 0                | --early-stopping 0: needs at least 1
            --early-stopping 1                | --early-stopping: needs --dev or --dev-fraction
            --max-grad-norm -1                | --max-grad-norm -1: needs 0 or more
            --optimizer adam                  | --optimizer adam: is none of adamw, sgd, lion, adafactor
            --optimizer lion --adam-beta1 0.8 | --adam-beta1 0.8: is for adamw, not lion
            --adam-epsilon 1e-6 --optimizer SGD | --adam-epsilon 1e-6: is for adamw, not sgd
            --layer-decay 0                   | --layer-decay 0: needs more than 0 and at most 1
            --layer-decay 1.01                | --layer-decay 1.01: needs more than 0 and at most 1
            --adam-beta1 1                    | --adam-beta1 1: needs 0 or more and less than 1
            --adam-beta2 0.99999999           | --adam-beta2 0.99999999: needs 0 or more and less than 1
            --adam-epsilon 0                  | --adam-epsilon 0: needs more than 0 as a 32-bit float
            --adam-epsilon 1e-50              | --adam-epsilon 1e-50: needs more than 0 as a 32-bit float
            --report-each-epoch               | --report-each-epoch: needs --dev or --dev-fraction
            --dropout 1                       | --dropout 1: needs 0 or more and less than 1
            --save-steps 0                    | --save-steps 0: needs at least 1
            --overwrite --resume              | --overwrite and --resume: give one of the two
            --seed x                          | invalid value for option '--seed': 'x' is not a whole number
            --threads 0                       | --threads 0: must be at least 1
            --device gpu                      | --device gpu: is none of auto, cpu, cuda, cuda:N
            --dev-fraction 1                  | --dev-fraction 1: needs more than 0 and less than 1
            --dev @dev.jsonl --dev-fraction 1 | --dev and --dev-fraction: give one of the two
            --test-fraction 0                 | --test-fraction 0: needs more than 0 and less than 1
            --test @dev.jsonl --test-fraction .1 | --test and --test-fraction: give one of the two
            --dev-fraction .5 --test-fraction .5 | --test-fraction .5: with 0.5 for dev nothing is left to learn from
            --stratify                        | --stratify: needs --dev-fraction or --test-fraction
            --group-column who                | --group-column: needs --dev-fraction or --test-fraction
            --dev-fraction .1 --stratify --group-column who | --stratify and --group-column: give one of the two
            --text-column label               | columns 'label', 'text_pair', 'label': need three different names
            --schedule steps | invalid value for option '--schedule': 'steps' is none of linear, cosine, constant, polynomial
            --keep none                       | invalid value for option '--keep': 'none' is none of best, last
            --format xml                      | invalid value for option '--format': 'xml' is none of jsonl, csv, tsv, conll, squad
            """)
    void aWrongValueIsWrongUsageAndNamesTheOption(String options, String message) throws IOException {
        CommandRun run = folder.run("finetune --task sequence-classification --model @encoder --train @train.jsonl "
                + "--out @out " + options);
        assertEquals("lathe: " + message + "; see 'lathe finetune --help'\n", run.err());
        assertWrongUsage(run);
    }

    @Test
    void aTaskThatThereIsNotIsWrongUsage() throws IOException {
        CommandRun run = folder.run("finetune --task haiku --model @encoder --train @train.jsonl --out @out");
        assertEquals("lathe: invalid value for option '--task': 'haiku' is none of sequence-classification, "
                + "multi-label, regression, token-classification, question-answering, multiple-choice, masked-lm, pre-training, "
                + "sentence-embedding; see 'lathe finetune --help'\n", run.err());
        assertWrongUsage(run);
    }

    @Test
    void aTextLongerThanTheModelsPositionsIsAFailureThatNamesTheOption() throws IOException {
        assertRefused("--max-length 1000: the model takes 128 tokens at most", folder.finetune("--max-length 1000"));
    }

    @Test
    void stepsBeyondCountingAreAFailureThatNamesTheOption() throws IOException {
        assertRefused("--epochs 1073741824: 2 steps each are more than 2147483647 together",
                folder.run("finetune --task sequence-classification --model @encoder --train @train.jsonl --out @out "
                        + "--epochs 1073741824"));
    }

    @Test
    void aDeviceThatIsNotThereIsAFailure() throws IOException {
        assumeTrue(!Cuda.isInstalled(), "needs a machine without an NVIDIA driver");
        assertRefused("cuda: no NVIDIA driver: libcuda.so.1 was not found", folder.finetune("--device cuda:1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"text": "good", "label": "positive"}      | @bad.jsonl: one class only, 'positive'; classification needs two or more
            {"text": "good", "label": 1.5}             | @bad.jsonl: line 1: 'label' is a real number, not a string or an integer
            {"text": "good"}                           | @bad.jsonl: line 1: no 'label'; the keys are 'text'; --label-column names another
            [1]                                        | @bad.jsonl: line 1: a JSON list; needs its objects a line each, as "jq -c '.[]'" writes them
            {"text": "go                               | @bad.jsonl: line 1: not JSON: the line ends inside a value
            ''                                         | @bad.jsonl: no rows
            """)
    void brokenTrainingDataIsOneLineAndNothingIsWritten(String line, String message) throws IOException {
        folder.write("bad.jsonl", line);
        assertRefused(message, folder.run(
                "finetune --task sequence-classification --model @encoder --train @bad.jsonl --out @deep/out"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dev", "--test"})
    void aLabelThatTheTrainingDataLacksIsNamedWithItsLine(String option) throws IOException {
        folder.write("bad.jsonl", "{\"text\": \"good\", \"label\": \"positive\"}\n{\"text\": \"good\", \"label\": \"😀\"}\n");
        assertRefused("@bad.jsonl: line 2: label '😀' is not among the training labels: 'negative', 'positive'",
                folder.finetune(option + " @bad.jsonl"));
    }

    @Test
    void bytesThatAreNoTextAreNamedWithTheirLine() throws IOException {
        Files.write(folder.file("bad.csv"), "text,label\ngood,1\nb\u00E4d,0\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("@bad.csv: line 3: byte 0xE4 is not UTF-8; convert the file to UTF-8",
                folder.finetune("--dev @bad.csv"));
    }

    @Test
    void aFileThatIsMissingOrOfNoKnownFormatIsNamed() throws IOException {
        assertRefused("@none.jsonl: no such file", folder.finetune("--test @none.jsonl"));
        folder.write("data.txt", "good");
        assertRefused("@data.txt: not a .jsonl, .csv or .tsv file; name its format with --format",
                folder.finetune("--test @data.txt"));
    }

    @Test
    void aResultThatIsThereIsRefusedBeforeAnythingIsRead() throws IOException {
        Files.createDirectory(folder.file("out"));
        Files.delete(folder.file("train.jsonl"));
        CommandRun run = folder.finetune("");
        assertEquals("lathe: @out: exists; choose another directory, or --overwrite it\n", run.err());
        assertEquals(ExitCode.FAILED, run.code());
        assertEquals(List.of("classifier", "dev.jsonl", "encoder", "out"), folder.names());
    }

    @Test
    void whatIsNoModelIsNotOverwritten() throws IOException {
        Files.createDirectory(folder.file("out"));
        folder.write("out/letter.txt", "Dear");
        CommandRun run = folder.finetune("--overwrite");
        assertEquals("lathe: @out: not replaced, for it holds something other than a model (no config.json); "
                + "choose another directory", run.err().lines().toList().getLast());
        assertEquals(ExitCode.FAILED, run.code());
        assertEquals("Dear", Files.readString(folder.file("out/letter.txt")));
    }

    @Test
    void aModelMayReplaceTheOneItWasMadeFrom() throws IOException {
        CommandRun run = folder.run("finetune --task sequence-classification --model @encoder --train @train.jsonl "
                + "--out @encoder --overwrite --epochs 1");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(ExitCode.DONE, folder.run("evaluate --model @encoder --data @dev.jsonl").code());
        assertEquals(List.of("classifier", "dev.jsonl", "encoder", "train.jsonl"), folder.names());
    }

    @Test
    void aModelThatCannotReplaceTheOneItWasMadeFromLeavesItWhole() throws IOException {
        byte[] before = Files.readAllBytes(folder.file("encoder/model.safetensors"));
        CommandRun run = folder.run("finetune --task sequence-classification --model @encoder --train @train.jsonl "
                + "--out @encoder --overwrite --epochs 3 --lr 1e30");
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("lathe: step 3: loss is NaN, first in "), run.err());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(folder.file("encoder/model.safetensors"))));
    }

    @Test
    void aDevLossThatIsNoNumberEndsTheRun() throws IOException {
        CommandRun run = folder.finetune("--dev @dev.jsonl --batch-size 24 --warmup 0 --lr 1e30");
        assertEquals("lathe: epoch 1: dev loss is NaN", run.err().lines().toList().getLast());
        assertEquals(ExitCode.FAILED, run.code());
        assertFalse(Files.exists(folder.file("out")));
    }

    @Test
    void aPlaceWhereNothingCanBeWrittenIsNamed() throws IOException {
        folder.write("file", "");
        CommandRun run = folder.run("finetune --task sequence-classification --model @encoder --train @train.jsonl "
                + "--out @file/out");
        assertEquals("lathe: @file: a file, not a directory, so nothing can be put below it",
                run.err().replace(path.toString(), "@").replace("@/", "@").lines().toList().getLast());
        assertEquals(ExitCode.FAILED, run.code());
    }

    private void assertWrongUsage(CommandRun run) throws IOException {
        assertEquals("", run.out());
        assertEquals(ExitCode.USAGE, run.code());
        assertNothingWritten();
    }

    private void assertRefused(String message, CommandRun run) throws IOException {
        assertEquals("lathe: " + message + "\n", run.err());
        assertEquals("", run.out());
        assertEquals(ExitCode.FAILED, run.code());
        assertNothingWritten();
    }

    private void assertNothingWritten() throws IOException {
        assertTrue(folder.names().stream().noneMatch(name -> name.matches("out.*|deep")), folder.names().toString());
    }

    private String reportWithoutItsHead() throws IOException {
        String report = Files.readString(folder.file("out/report.txt"));
        return report.substring(report.indexOf("\n\n") + 2);
    }
}
