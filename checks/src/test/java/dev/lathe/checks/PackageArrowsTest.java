package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which package may use which: the picture in `ARCHITECTURE.md`, as a list.
class PackageArrowsTest {
    private static final String OURS = "dev.lathe";
    /// What a family of ops may use, beside a family that it builds on.
    private static final Set<String> OP = packages("tensor", "tensor.device", "tensor.op.argument", "tensor.op.example");
    private static final Set<String> OPS = packages("tensor.op.argument", "tensor.op.example", "tensor.op.elementwise", "tensor.op.shape",
            "tensor.op.reduce", "tensor.op.norm", "tensor.op.product", "tensor.op.loss");
    private static final Set<String> ENGINE = union(packages("tensor", "tensor.op", "tensor.device"), OPS);
    /// What the specs of a family of ops may use.
    private static final Set<String> SPEC = union(ENGINE, packages("testkit", "testkit.spec.sample"));
    private static final Set<String> CHECKPOINT_FILES = packages("bert.checkpoint.file");
    /// What readers of stored tensors stand on.
    private static final Set<String> STORED = packages("bert.checkpoint", "bert.checkpoint.file");
    private static final Set<String> FORMATS = union(STORED, packages("bert.checkpoint.onnx", "bert.checkpoint.torch",
            "bert.checkpoint.tensorflow", "bert.checkpoint.safetensors"));
    /// The data of every task.
    private static final Set<String> DATA = packages(
            "train.data", "train.data.rows", "train.data.labels", "train.data.question", "train.data.tags", "train.data.text");
    /// What the definition of a task may use.
    private static final Set<String> TASK = union(union(union(ENGINE, STORED), DATA), packages(
            "", "nn", "tokenizer", "bert.config", "bert.encoder", "bert.heads", "bert.directory", "bert.predict", "bert.predict.ensemble", "watch.drift",
            "train.evaluate", "train.evaluate.score", "train.evaluate.text", "train.evaluate.calibration", "train.evaluate.group", "train.output"));

    /// From each package to those of ours that it may use. `tensor.cpu` and `cuda` stand on the right of entry points
    /// only: whoever picks a device for its users.
    private static final Map<String, Set<String>> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("dev.lathe", packages("tensor.cpu", "tensor.device")),
            Map.entry("dev.lathe.tensor", packages("tensor.device", "tensor.flight")),
            Map.entry("dev.lathe.tensor.flight", packages("tensor.device")),
            Map.entry("dev.lathe.tensor.op", union(packages("tensor", "tensor.device"), OPS)),
            Map.entry("dev.lathe.tensor.op.argument", packages("tensor", "tensor.device")),
            Map.entry("dev.lathe.tensor.op.example", packages("tensor", "tensor.device")),
            Map.entry("dev.lathe.tensor.op.elementwise", OP),
            Map.entry("dev.lathe.tensor.op.shape", OP),
            Map.entry("dev.lathe.tensor.op.reduce", union(OP, packages("tensor.op.shape"))),
            Map.entry("dev.lathe.tensor.op.norm", OP),
            Map.entry("dev.lathe.tensor.op.product", OP),
            Map.entry("dev.lathe.tensor.op.loss", OP),
            Map.entry("dev.lathe.tensor.device", Set.of()),
            Map.entry("dev.lathe.tensor.cpu", packages("tensor.device", "tensor.cpu.loops", "tensor.cpu.memory",
                    "tensor.cpu.product", "tensor.cpu.threads")),
            Map.entry("dev.lathe.tensor.cpu.loops", packages("tensor.device")),
            Map.entry("dev.lathe.tensor.cpu.memory", packages("tensor.device")),
            Map.entry("dev.lathe.tensor.cpu.threads", packages("tensor.cpu.memory")),
            Map.entry("dev.lathe.tensor.cpu.product", packages("tensor.cpu.loops", "tensor.cpu.threads")),
            Map.entry("dev.lathe.cuda.driver", packages("tensor.device")),
            Map.entry("dev.lathe.cuda.memory", packages("tensor.device", "cuda.driver")),
            Map.entry("dev.lathe.cuda.launch", packages("tensor.device", "cuda.driver", "cuda.memory")),
            Map.entry("dev.lathe.cuda.product", packages("tensor.device", "cuda.driver", "cuda.memory", "cuda.launch")),
            Map.entry("dev.lathe.cuda.family", packages("tensor.device", "cuda.driver", "cuda.memory", "cuda.launch", "cuda.product")),
            Map.entry("dev.lathe.cuda", packages("", "tensor.device", "cuda.driver", "cuda.memory", "cuda.launch", "cuda.product",
                    "cuda.family")),
            Map.entry("dev.lathe.testkit", ENGINE),
            Map.entry("dev.lathe.testkit.model", Set.of()),
            Map.entry("dev.lathe.testkit.spec", packages("testkit", "testkit.spec.elementwise", "testkit.spec.shape",
                    "testkit.spec.reduce", "testkit.spec.norm", "testkit.spec.product", "testkit.spec.loss")),
            Map.entry("dev.lathe.testkit.spec.sample", union(ENGINE, packages("testkit"))),
            Map.entry("dev.lathe.testkit.spec.elementwise", SPEC),
            Map.entry("dev.lathe.testkit.spec.shape", SPEC),
            Map.entry("dev.lathe.testkit.spec.reduce", SPEC),
            Map.entry("dev.lathe.testkit.spec.norm", SPEC),
            Map.entry("dev.lathe.testkit.spec.product", union(SPEC, packages("testkit.spec.elementwise"))),
            Map.entry("dev.lathe.testkit.spec.loss", SPEC),
            Map.entry("dev.lathe.nn", ENGINE),
            Map.entry("dev.lathe.nn.adapter", union(ENGINE, packages("nn"))),
            Map.entry("dev.lathe.optim", packages("tensor", "tensor.device")),
            Map.entry("dev.lathe.json", Set.of()),
            Map.entry("dev.lathe.tokenizer", Set.of()),
            Map.entry("dev.lathe.tokenizer.text", packages("tokenizer")),
            Map.entry("dev.lathe.tokenizer.file", packages("json", "tokenizer")),
            Map.entry("dev.lathe.tokenizer.wordpiece", packages("json", "tokenizer", "tokenizer.text", "tokenizer.file")),
            Map.entry("dev.lathe.tokenizer.directory", packages("tokenizer", "tokenizer.file", "tokenizer.wordpiece")),
            Map.entry("dev.lathe.bert.checkpoint.file", packages("json")),
            Map.entry("dev.lathe.bert.checkpoint", CHECKPOINT_FILES),
            Map.entry("dev.lathe.bert.checkpoint.onnx", STORED),
            Map.entry("dev.lathe.bert.checkpoint.torch", STORED),
            Map.entry("dev.lathe.bert.checkpoint.tensorflow", union(STORED, packages("bert.checkpoint.torch"))),
            Map.entry("dev.lathe.bert.checkpoint.safetensors", union(STORED, packages("json", "bert.checkpoint.torch"))),
            Map.entry("dev.lathe.bert.config", union(union(ENGINE, CHECKPOINT_FILES), packages("json", "nn"))),
            Map.entry("dev.lathe.bert.encoder", union(ENGINE, packages("nn", "tokenizer", "bert.config"))),
            Map.entry("dev.lathe.bert.heads", union(ENGINE, packages("nn", "bert.config", "bert.encoder"))),
            Map.entry("dev.lathe.bert.adapter", union(CHECKPOINT_FILES, packages("json", "nn.adapter", "bert.config"))),
            Map.entry("dev.lathe.bert.directory", union(union(ENGINE, FORMATS), packages(
                    "json", "nn", "nn.adapter", "bert.adapter", "tokenizer", "tokenizer.directory", "tokenizer.file", "bert.config", "bert.encoder"))),
            Map.entry("dev.lathe.bert.calls", Set.of()),
            Map.entry("dev.lathe.bert.predict", union(union(ENGINE, STORED), packages(
                    "", "nn", "nn.adapter", "tokenizer", "bert.calls", "bert.config", "bert.encoder", "bert.heads", "bert.directory",
                    "bert.hub", "bert.predict.open"))),
            Map.entry("dev.lathe.bert.predict.open", union(ENGINE, packages(
                    "", "nn", "nn.adapter", "bert.calls", "bert.checkpoint", "bert.checkpoint.file", "bert.config", "bert.encoder", "bert.directory"))),
            Map.entry("dev.lathe.bert.predict.ensemble", packages("tokenizer", "bert.config", "bert.encoder", "bert.predict")),
            Map.entry("dev.lathe.bert.hub", union(FORMATS, packages(
                    "json", "tokenizer", "tokenizer.text", "tokenizer.wordpiece", "bert.config", "bert.directory"))),
            Map.entry("dev.lathe.watch.stream", packages("json", "bert.checkpoint.file")),
            Map.entry("dev.lathe.watch.drift", packages("json", "bert.checkpoint.file")),
            Map.entry("dev.lathe.train.tagging", Set.of()),
            Map.entry("dev.lathe.train.data.rows", packages("json", "bert.checkpoint.file")),
            Map.entry("dev.lathe.train.data", packages("json", "tensor.device", "train.data.rows")),
            Map.entry("dev.lathe.train.data.text", packages("tensor.device", "train.data", "train.data.rows")),
            Map.entry("dev.lathe.train.data.tags", packages("train.data", "train.data.rows", "train.tagging")),
            Map.entry("dev.lathe.train.data.question", packages("json", "train.data", "train.data.rows")),
            Map.entry("dev.lathe.train.data.labels", packages(
                    "tensor.device", "train.data", "train.data.rows", "train.data.tags", "train.data.text")),
            Map.entry("dev.lathe.train.evaluate.text", Set.of()),
            Map.entry("dev.lathe.train.evaluate.calibration", packages("train.evaluate.text")),
            Map.entry("dev.lathe.train.evaluate.score", packages("train.evaluate.text", "train.tagging", "bert.checkpoint.file")),
            Map.entry("dev.lathe.train.evaluate.group", packages("train.evaluate.score", "train.evaluate.text", "train.evaluate.calibration")),
            Map.entry("dev.lathe.train.evaluate", union(ENGINE, packages(
                    "json", "bert.checkpoint", "bert.checkpoint.file", "bert.encoder", "bert.predict.open",
                    "train.tagging", "train.evaluate.calibration", "train.evaluate.score", "train.evaluate.text"))),
            Map.entry("dev.lathe.train.events", CHECKPOINT_FILES),
            Map.entry("dev.lathe.train.history", packages("json", "train.evaluate", "train.evaluate.text", "train.output")),
            Map.entry("dev.lathe.train.page", union(CHECKPOINT_FILES, packages("train.data", "train.data.tags", "train.evaluate", "train.evaluate.calibration",
                    "train.evaluate.score", "train.evaluate.text", "train.history"))),
            Map.entry("dev.lathe.train.watch", packages("tensor", "tensor.device", "train.evaluate", "train.events", "train.loop")),
            Map.entry("dev.lathe.train.output", union(STORED, packages("json", "bert.directory", "train.data", "train.data.rows", "train.evaluate",
                    "train.evaluate.score", "train.evaluate.text"))),
            Map.entry("dev.lathe.train.perturb", packages("tensor.device", "bert.checkpoint.file")),
            Map.entry("dev.lathe.train.attack", packages("bert.predict", "train.data", "train.data.text", "train.evaluate.text", "train.perturb", "train.privacy")),
            Map.entry("dev.lathe.train.privacy", packages("tensor.device", "bert.checkpoint.file")),
            Map.entry("dev.lathe.train.task", TASK),
            Map.entry("dev.lathe.train.loss", union(ENGINE, packages("bert.checkpoint.file", "train.output"))),
            Map.entry("dev.lathe.train.fairness", union(ENGINE, packages("nn", "train.data", "train.data.text", "train.data.rows", "train.evaluate.group", "train.output"))),
            Map.entry("dev.lathe.train.task.classification", union(TASK, packages("train.task", "train.loss", "train.fairness"))),
            Map.entry("dev.lathe.train.task.tagging", union(TASK, packages("train.task", "train.loss", "train.tagging"))),
            Map.entry("dev.lathe.train.task.answering", union(TASK, packages("train.task"))),
            Map.entry("dev.lathe.train.task.choice", union(TASK, packages("train.task"))),
            Map.entry("dev.lathe.train.task.maskedlm", union(TASK, packages("train.task"))),
            Map.entry("dev.lathe.train.task.embedding", union(TASK, packages("train.task"))),
            Map.entry("dev.lathe.train.loop", union(ENGINE, packages("nn.adapter", "optim", "train.perturb", "train.privacy", "train.data", "train.evaluate", "train.evaluate.score", "train.task"))),
            Map.entry("dev.lathe.train.run.weights", union(TASK, packages("bert.checkpoint.safetensors", "nn.adapter", "optim", "train.loop"))),
            Map.entry("dev.lathe.train.run", union(TASK, packages("json", "train.run.weights", "train.events", "train.history", "train.page", "train.watch", "train.perturb", "train.privacy", "nn.adapter", "bert.adapter", "bert.hub", "optim", "train.task", "train.task.classification",
                    "train.task.tagging", "train.task.answering", "train.task.choice", "train.task.maskedlm",
                    "train.task.embedding", "train.loop", "bert.checkpoint.safetensors"))),
            Map.entry("dev.lathe.train.run.model", union(TASK, packages(
                    "nn.adapter", "bert.adapter", "bert.checkpoint.safetensors", "train.task", "train.run"))),
            Map.entry("dev.lathe.train.inside", union(ENGINE, packages("", "nn", "optim", "tokenizer", "bert.checkpoint", "bert.checkpoint.file", "bert.config", "bert.encoder",
                    "bert.directory", "bert.predict.open", "train.output", "train.run"))),
            Map.entry("dev.lathe.train.tune", packages("", "json", "tensor.device", "bert.checkpoint.file", "train.evaluate", "train.evaluate.text",
                    "train.output", "train.run")),
            Map.entry("dev.lathe.langchain4j", packages("bert.predict")),
            Map.entry("dev.lathe.springai", packages("bert.predict")),
            Map.entry("dev.lathe.springboot", packages("", "bert.checkpoint.file", "bert.predict", "bert.hub", "langchain4j", "springai")),
            Map.entry("dev.lathe.trust.fairness", packages("bert.checkpoint.file")),
            Map.entry("dev.lathe.trust.mask", packages("bert.predict")),
            Map.entry("dev.lathe.trust.audit", packages("json", "bert.checkpoint.file")),
            Map.entry("dev.lathe.trust.provenance", packages("bert.checkpoint.file")),
            Map.entry("dev.lathe.trust.card", packages("trust.provenance")),
            Map.entry("dev.lathe.trust.review", packages("json", "bert.checkpoint.file")),
            Map.entry("dev.lathe.trust.seal", packages("bert.checkpoint.file")),
            Map.entry("dev.lathe.trust.policy", packages("bert.checkpoint.file", "trust.provenance")),
            Map.entry("dev.lathe.trust.explain.method", packages("tensor.device")),
            Map.entry("dev.lathe.trust.explain", union(ENGINE, packages("", "nn", "tokenizer", "bert.config", "bert.encoder", "bert.heads",
                    "bert.directory", "bert.predict", "bert.predict.open", "bert.checkpoint", "bert.checkpoint.file", "trust.explain.method"))),
            Map.entry("dev.lathe.trust.anonymise", packages("json", "bert.checkpoint.file", "train.data.rows", "trust.mask")),
            Map.entry("dev.lathe.trust.federation.secure", Set.of()),
            Map.entry("dev.lathe.trust.federation.values", Set.of()),
            Map.entry("dev.lathe.trust.federation", packages("trust.federation.values", "trust.federation.secure", "", "json", "tensor.device",
                    "bert.checkpoint.file", "train.evaluate", "train.evaluate.score", "train.output", "train.run", "train.privacy")),
            Map.entry("dev.lathe.trust.federation.file", packages("trust.federation", "trust.federation.values", "json", "bert.checkpoint.file",
                    "train.privacy")),
            Map.entry("dev.lathe.trust.federation.remote", packages("trust.federation", "trust.federation.values", "trust.federation.secure", "train.privacy")),
            Map.entry("dev.lathe.serve.http", packages("json")),
            Map.entry("dev.lathe.serve.key", packages("json")),
            Map.entry("dev.lathe.serve.meter", packages("bert.calls")),
            Map.entry("dev.lathe.serve.watch", packages("json", "serve.meter", "tokenizer", "bert.checkpoint.file", "bert.predict", "watch.drift")),
            Map.entry("dev.lathe.serve.model", packages("", "serve.http", "tokenizer", "bert.calls", "bert.checkpoint.file", "bert.config",
                    "bert.directory", "bert.predict", "bert.predict.open")),
            Map.entry("dev.lathe.serve.api.body", packages("serve.http", "serve.meter", "serve.model", "tokenizer", "bert.config", "bert.predict")),
            Map.entry("dev.lathe.serve.api", packages("json", "serve.api.body", "serve.http", "serve.key", "serve.meter", "serve.model", "serve.watch", "tokenizer", "bert.config",
                    "bert.predict", "trust.mask", "trust.audit", "trust.review", "watch.drift")),
            Map.entry("dev.lathe.serve.jetty", packages("json", "serve.http")),
            Map.entry("dev.lathe.serve.federation", packages("serve.api", "serve.http", "serve.jetty", "serve.key", "trust.federation", "trust.federation.remote")),
            Map.entry("dev.lathe.serve", packages("serve.http", "serve.api", "serve.jetty", "serve.key", "serve.meter", "serve.model")),
            Map.entry("dev.lathe.cli.terminal", Set.of()),
            Map.entry("dev.lathe.cli.fetch", packages("cli.terminal")),
            Map.entry("dev.lathe.cli.seal", packages("cli.terminal")),
            Map.entry("dev.lathe.cli.progress", packages("cli.terminal")),
            Map.entry("dev.lathe.cli.help", packages()),
            Map.entry("dev.lathe.cli.load", packages()),
            Map.entry("dev.lathe.cli.options.peft", packages("cli.help")),
            Map.entry("dev.lathe.cli.options", packages("cli.terminal", "cli.fetch", "cli.help", "cli.options.peft", "cli.seal")),
            Map.entry("dev.lathe.cli.guard", packages("cli.terminal", "cli.options")),
            Map.entry("dev.lathe.cli.account", packages("cli.terminal", "cli.guard", "cli.seal")),
            Map.entry("dev.lathe.cli.monitor", packages("cli.terminal")),
            Map.entry("dev.lathe.cli.models", packages("cli.terminal", "cli.fetch", "cli.options")),
            Map.entry("dev.lathe.cli.serving", packages("cli.terminal", "cli.monitor", "cli.options", "cli.guard", "cli.load")),
            Map.entry("dev.lathe.cli.trust", packages("cli.terminal", "cli.options", "cli.progress")),
            Map.entry("dev.lathe.cli", packages("cli.terminal", "cli.fetch", "cli.progress", "cli.options", "cli.guard", "cli.account", "cli.help",
                    "cli.models", "cli.seal", "cli.serving", "cli.trust")),
            Map.entry("dev.lathe.bench", packages("bench.memory")),
            Map.entry("dev.lathe.bench.memory", Set.of()),
            Map.entry("dev.lathe.bench.report", packages("bench"))));

    /// Where commands and programs are: each may use every library, none is used by one. Only their arrows among themselves are listed.
    private static final List<String> ON_TOP = List.of("dev.lathe.cli", "dev.lathe.bench", "dev.lathe.checks");

    @Test
    void noClassUsesAPackageAgainstTheArrows() throws IOException {
        var wrong = new TreeSet<String>();
        for (CompiledClass c : Checkout.mainClasses()) {
            for (String used : c.usedPackages()) {
                if (!isGenerated(c.packageName()) && !isAllowed(c.packageName(), used)) {
                    wrong.add("%s uses %s: no arrow %s -> %s".formatted(c.name(), used, c.packageName(), used));
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyPackageHasItsArrowsListed() throws IOException {
        var unlisted = new TreeSet<String>();
        for (CompiledClass c : Checkout.mainClasses()) {
            if (!isGenerated(c.packageName()) && !ALLOWED.containsKey(c.packageName())) {
                unlisted.add(c.packageName());
            }
        }
        assertEquals(Set.of(), unlisted);
    }

    @Test
    void theListedArrowsNeverLeadBack() {
        for (String start : ALLOWED.keySet()) {
            assertTrue(!reachable(start).contains(start), () -> start + " leads back to itself");
        }
    }

    @Test
    void onlyTheCpuBackendTouchesTheVectorModule() throws IOException {
        var touching = new TreeSet<String>();
        for (CompiledClass c : Checkout.mainClasses()) {
            if (c.usedClasses().stream().anyMatch(used -> used.startsWith("jdk.incubator.vector."))
                    && !c.isIn("bench")) {
                touching.add(c.name());
            }
        }
        assertTrue(touching.stream().allMatch(name -> name.startsWith("dev.lathe.tensor.cpu.loops.Vector")),
                touching::toString);
        assertTrue(touching.contains("dev.lathe.tensor.cpu.loops.VectorRowLoops"), "the check sees what there is");
    }

    private static boolean isAllowed(String from, String to) {
        return isOnTop(from) && !isOnTop(to) || ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    /// What JMH makes of the benchmarks.
    private static boolean isGenerated(String name) {
        return name.endsWith(".jmh_generated");
    }

    private static boolean isOnTop(String name) {
        return ON_TOP.stream().anyMatch(top -> name.equals(top) || name.startsWith(top + "."));
    }

    private static Set<String> reachable(String start) {
        var seen = new TreeSet<String>();
        Deque<String> open = new ArrayDeque<>(ALLOWED.get(start));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                open.addAll(ALLOWED.getOrDefault(next, Set.of()));
            }
        }
        return seen;
    }

    private static Set<String> packages(String... names) {
        return Arrays.stream(names).map(name -> name.isEmpty() ? OURS : OURS + "." + name).collect(Collectors.toSet());
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        var all = new TreeSet<>(a);
        all.addAll(b);
        return all;
    }
}
