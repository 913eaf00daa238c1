package dev.lathe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The arrows between the packages of `tensor`: op -> tensor -> device <- cpu, and op -> device. Only the entry point
/// for users of finished models, in `dev.lathe`, chooses a backend.
///
/// As no allowed arrow leads back, there is no cycle either.
class PackageArrowsTest {
    private static final String ENTRY = "dev.lathe";
    private static final String TENSOR = "dev.lathe.tensor";
    private static final String OP = "dev.lathe.tensor.op";
    private static final String DEVICE = "dev.lathe.tensor.device";
    private static final String CPU = "dev.lathe.tensor.cpu";
    /// From a package to the packages of ours that it may use besides itself.
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            ENTRY, Set.of(DEVICE, CPU),
            TENSOR, Set.of(DEVICE),
            OP, Set.of(TENSOR, DEVICE),
            DEVICE, Set.of(),
            CPU, Set.of(DEVICE));
    private static final Pattern OURS = Pattern.compile("dev/lathe(/[a-z]+)*(?=/[A-Z])");

    @Test
    void noClassUsesAPackageAgainstTheArrows() throws IOException, URISyntaxException {
        var from = new TreeSet<String>();
        var wrong = new TreeSet<String>();
        for (ClassModel model : classes()) {
            String name = model.thisClass().asInternalName();
            String own = name.substring(0, name.lastIndexOf('/')).replace('/', '.');
            from.add(own);
            for (String used : packagesUsedBy(model)) {
                if (!used.equals(own) && !ALLOWED.getOrDefault(own, Set.of()).contains(used)) {
                    wrong.add("%s uses %s: no arrow %s -> %s".formatted(name.replace('/', '.'), used, own, used));
                }
            }
        }
        assertTrue(from.containsAll(Set.of(TENSOR, OP, DEVICE, CPU)), () -> "packages with classes: " + from);
        from.removeAll(ALLOWED.keySet());
        assertEquals(Set.of(), from, "packages without an arrow of their own");
        assertEquals(Set.of(), wrong);
    }

    @Test
    void seesTheArrowsThatThereAre() throws IOException, URISyntaxException {
        var used = new TreeSet<String>();
        for (ClassModel model : classes()) {
            if (model.thisClass().asInternalName().equals("dev/lathe/tensor/op/LinearOp")) {
                used.addAll(packagesUsedBy(model));
            }
        }
        assertTrue(used.containsAll(Set.of(OP, TENSOR, DEVICE)), () -> "LinearOp uses " + used);
    }

    @Test
    void onlyTheCpuTouchesTheVectorModule() throws IOException, URISyntaxException {
        for (ClassModel model : classes()) {
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof ClassEntry c && c.asInternalName().startsWith("jdk/incubator/vector/")) {
                    assertTrue(model.thisClass().asInternalName().startsWith("dev/lathe/tensor/cpu/Vector"),
                            () -> model.thisClass().asInternalName() + " uses " + c.asInternalName());
                }
            }
        }
    }

    /// By name and in signatures: a constant pool lists both.
    private static Set<String> packagesUsedBy(ClassModel model) {
        var used = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                OURS.matcher(text.stringValue()).results().forEach(m -> used.add(m.group().replace('/', '.')));
            }
        }
        return used;
    }

    private static List<ClassModel> classes() throws IOException, URISyntaxException {
        Path root = Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(root)) {
            return classesUnder(root);
        }
        try (FileSystem jar = FileSystems.newFileSystem(root)) {
            return classesUnder(jar.getPath("/"));
        }
    }

    private static List<ClassModel> classesUnder(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            var models = new ArrayList<ClassModel>();
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                if (!file.endsWith("package-info.class")) {
                    models.add(ClassFile.of().parse(Files.readAllBytes(file)));
                }
            }
            return models;
        }
    }
}
