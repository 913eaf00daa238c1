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
    private static final Set<String> ENGINE = packages("tensor", "tensor.op", "tensor.device");

    /// From each package to those of ours that it may use. `tensor.cpu` and `cuda` stand on the right of entry points
    /// only: whoever picks a device for its users.
    private static final Map<String, Set<String>> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("dev.lathe", packages("tensor.cpu", "tensor.device")),
            Map.entry("dev.lathe.tensor", packages("tensor.device")),
            Map.entry("dev.lathe.tensor.op", packages("tensor", "tensor.device")),
            Map.entry("dev.lathe.tensor.device", Set.of()),
            Map.entry("dev.lathe.tensor.cpu", packages("tensor.device")),
            Map.entry("dev.lathe.cuda", packages("", "tensor.device")),
            Map.entry("dev.lathe.testkit", ENGINE),
            Map.entry("dev.lathe.testkit.model", Set.of()),
            Map.entry("dev.lathe.testkit.spec", union(ENGINE, packages("testkit"))),
            Map.entry("dev.lathe.nn", ENGINE),
            Map.entry("dev.lathe.optim", packages("tensor", "tensor.device")),
            Map.entry("dev.lathe.tokenizer", Set.of()),
            Map.entry("dev.lathe.bert", union(ENGINE, packages("", "nn", "tokenizer", "bert.checkpoint"))),
            Map.entry("dev.lathe.bert.checkpoint", Set.of()),
            Map.entry("dev.lathe.bert.pretrained", packages("bert", "bert.checkpoint", "tokenizer")),
            Map.entry("dev.lathe.train", union(ENGINE, packages("", "nn", "optim", "tokenizer", "bert",
                    "bert.checkpoint", "train.tagging", "train.data", "train.metrics", "train.output"))),
            Map.entry("dev.lathe.train.tagging", Set.of()),
            Map.entry("dev.lathe.train.data", packages("train.tagging")),
            Map.entry("dev.lathe.train.metrics", packages("bert.checkpoint", "train.tagging")),
            Map.entry("dev.lathe.train.output", packages("bert.checkpoint", "train.data", "train.metrics"))));

    /// Where commands and programs are: each may use every library, none is used by one. The packages below one of these
    /// may use each other: `cli.fetch` and `cli.progress` say things through the streams of `cli`, which starts them.
    private static final List<String> ON_TOP = List.of("dev.lathe.cli", "dev.lathe.bench", "dev.lathe.checks");

    @Test
    void noClassUsesAPackageAgainstTheArrows() throws IOException {
        var wrong = new TreeSet<String>();
        for (CompiledClass c : Checkout.mainClasses()) {
            for (String used : c.usedPackages()) {
                if (!isAllowed(c.packageName(), used)) {
                    wrong.add("%s uses %s: no arrow %s -> %s".formatted(c.name(), used, c.packageName(), used));
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyPackageOfALibraryHasItsArrowsListed() throws IOException {
        var unlisted = new TreeSet<String>();
        for (CompiledClass c : Checkout.mainClasses()) {
            if (!isOnTop(c.packageName()) && !ALLOWED.containsKey(c.packageName())) {
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
        assertTrue(touching.stream().allMatch(name -> name.startsWith("dev.lathe.tensor.cpu.Vector")),
                touching::toString);
        assertTrue(touching.contains("dev.lathe.tensor.cpu.VectorRowLoops"), "the check sees what there is");
    }

    private static boolean isAllowed(String from, String to) {
        if (isOnTop(from)) {
            return !isOnTop(to) || to.startsWith(top(from));
        }
        return ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    private static boolean isOnTop(String name) {
        return ON_TOP.stream().anyMatch(top -> name.equals(top) || name.startsWith(top + "."));
    }

    private static String top(String name) {
        return ON_TOP.stream().filter(name::startsWith).findFirst().orElseThrow();
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
