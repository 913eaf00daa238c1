package dev.lathe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.testkit.spec.AllSpecs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AllSpecsTest {
    @Test
    void everyOpHasASpec() throws IOException, URISyntaxException {
        Set<String> ops = opsIn(Path.of(AddOp.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        assertTrue(ops.size() >= 25, () -> "found only " + ops);
        assertEquals(Set.of(), without(ops, AllSpecs.list()), "ops without a spec in AllSpecs");
    }

    @Test
    void anOpWithoutASpecIsNoticed() throws IOException, URISyntaxException {
        Set<String> ops = opsIn(Path.of(AddOp.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        List<OpSpec> oneShort = AllSpecs.list().stream().filter(spec -> spec.op() != AddOp.class).toList();
        assertEquals(Set.of("AddOp"), without(ops, oneShort));
    }

    @Test
    void namesOfSpecsAndSamplesAreUnique() {
        var names = new HashSet<String>();
        for (var spec : AllSpecs.list()) {
            for (var sample : spec.samples(new Rand(1))) {
                String name = spec.name() + ", " + sample.name();
                assertTrue(names.add(name), () -> "twice: " + name);
            }
        }
    }

    private static Set<String> without(Set<String> ops, List<OpSpec> specs) {
        var missing = new TreeSet<>(ops);
        specs.forEach(spec -> missing.remove(spec.op().getSimpleName()));
        return missing;
    }

    /// Classes of the families of ops, compiled to a folder or a jar, that end in `Op`.
    private static Set<String> opsIn(Path classes) throws IOException {
        if (Files.isDirectory(classes)) {
            return opsUnder(classes);
        }
        try (FileSystem jar = FileSystems.newFileSystem(classes)) {
            return opsUnder(jar.getPath("/"));
        }
    }

    private static Set<String> opsUnder(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("dev/lathe/tensor/op"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Op.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
