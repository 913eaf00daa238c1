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

class FederateCommandTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    private void config(String options, String more) throws IOException {
        folder.write("config.json", """
                {"options": {"task": "sequence-classification", "model": "%s"%s},
                 "clients": [{"name": "a", "train": "%s"}, {"name": "b", "train": "%s"%s
                """.formatted(folder.file("encoder"), options, folder.file("train.jsonl"), folder.file("dev.jsonl"), more));
    }

    @Test
    void leavesAModelAndTellsOfEachRound() throws IOException {
        config(", \"lr\": 0.005", ", \"poison\": \"nan\"}], \"test\": \"" + folder.file("dev.jsonl")
                + "\", \"rounds\": 2, \"local-epochs\": 1, \"faults\": \"leave-out\"}");
        CommandRun run = folder.run("federate @config.json --out @model");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains("round 2: 1 clients, training loss"), run.err());
        assertTrue(run.err().contains("; without 'b': value 0 of "), run.err());
        assertTrue(run.out().contains("Macro F1"), run.out());
        assertEquals(2, Files.readAllLines(folder.file("model/metrics.jsonl")).size());
        assertTrue(Files.readString(folder.file("model/federation.json")).contains("\"aggregation\": \"mean\""));
        CommandRun evaluated = folder.run("evaluate --model @model --data @dev.jsonl");
        assertTrue(evaluated.out().contains(run.out().lines().filter(line -> line.startsWith("Macro F1")).findFirst().orElseThrow()), evaluated.out());
        assertEquals("lathe: @model: exists; choose another directory, or --overwrite it" + System.lineSeparator(),
                folder.run("federate @config.json --out @model").err());
    }

    @Test
    void aClientThatLiesEndsIt() throws IOException {
        config("", ", \"poison\": \"nan\"}]}");
        CommandRun run = folder.run("federate @config.json --out @model");
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("round 1: client 'b': value 0 of "), run.err());
        assertFalse(Files.exists(folder.file("model")));
    }

    @Test
    void sumsMayBeHiddenAndNoiseIsCounted() throws IOException {
        config("", "}], \"rounds\": 2, \"secure\": {\"threshold\": 2}, "
                + "\"privacy\": {\"kind\": \"central\", \"noise\": 1, \"delta\": 1e-3, \"clip\": 0.1, \"seed\": 7}}");
        CommandRun run = folder.run("federate @config.json --out @model");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        // What `lathe privacy --sigma 1 --sample-rate 1 --steps 2 --delta 1e-3` counts.
        assertTrue(run.err().contains("round 2: 2 clients, epsilon 5.4200"), run.err());
        String report = Files.readString(folder.file("model/federation.json"));
        assertTrue(report.contains("\"threshold\": 2") && report.contains("\"kind\": \"central\""), report);
        assertTrue(folder.run("federate @config.json --out @model --resume").err().contains("is finished already"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            | }], "round": 2}                   | 'round': is no field; did you mean 'rounds'?
            | }], "rounds": 0}                  | rounds 0: needs at least 1
            | }], "rounds": "2"}                | 'rounds': needs a number
            | }], "aggregation": "best"}        | 'aggregation' 'best': is none of mean, median, trimmed-mean, krum
            | }], "trim": 0.1}                  | 'trim': goes with 'aggregation' trimmed-mean only
            | }], "server-lr": 0.1}             | 'server-lr': goes with 'server' adam or yogi only
            | }], "faults": "ignore"}           | 'faults' 'ignore': is none of refuse, leave-out
            | , "poison": "kind"}]}             | 'clients[1].poison' 'kind': is none of sign-flip, scale, nan
            | , "weight": 2}]}                  | 'clients[1].weight': is no field
            | }], "local-steps": 1, "local-epochs": 1} | 'local-epochs' and 'local-steps': give one of the two
            | }]                                | JSON ends inside a value
            , "epochs": 3 | }]}                 | 'options.epochs': does not belong here: 'rounds' and 'local-epochs' decide
            , "epoch": 3  | }]}                 | 'options': 'epoch': is no option of 'finetune'; did you mean 'epochs'?
            , "lr": -1    | }]}                 | lr
            , "dp-noise": 1, "dp-delta": 1e-5 | }], "privacy": {"kind": "local", "noise": 1, "delta": 1e-5}} | 'privacy': hides clients, and 'options.dp-…'
            , "dp-noise": 1, "dp-delta": 1e-5, "ema": 0.9 | }]} | private training: not with ema
            | }], "privacy": {"kind": "some", "noise": 1, "delta": 1e-5}} | 'privacy.kind' 'some': is none of central, local
            | }], "privacy": {"kind": "local", "noise": 1}} | 'privacy.delta': is missing
            | }], "privacy": {"kind": "local", "delta": 0.1}} | 'privacy': private training: needs an epsilon or a noise
            | }], "privacy": {"kind": "local", "delta": 0.1, "sigma": 1}} | 'privacy.sigma': is no field
            | }], "rounds": 9, "privacy": {"kind": "central", "epsilon": 1, "noise": 1, "delta": 1e-5}} | privacy: noise 1.0: 9 rounds spend epsilon
            | }], "secure": 3}                  | 'secure': needs an object
            | }], "secure": {"clip": 3}}        | 'secure.threshold': is missing
            | }], "secure": {"threshold": 2, "bits": 0}} | bits 0: needs 1 to 40
            | }], "aggregation": "median", "secure": {"threshold": 2}} | aggregation median: looks at each client's values
            | }], "secure": {"threshold": 3}}   | secure: threshold 3 of 2 clients: needs more than half of them, and at most all
            """)
    void whatIsWrongInTheFileIsSaid(String options, String more, String message) throws IOException {
        config(options == null ? "" : options.strip(), more.strip());
        CommandRun run = folder.run("federate @config.json --out @model");
        assertTrue(run.err().contains(message.strip()), run.err());
        assertTrue(run.code() != ExitCode.DONE);
        assertFalse(Files.exists(folder.file("model")));
    }
}
