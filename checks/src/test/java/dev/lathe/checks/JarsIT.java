package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// What the jars hold beside classes.
class JarsIT {
    /// The list itself, and what is nowhere published.
    private static final List<String> NO_JAR = List.of("bom", "checks");

    @Test
    void everyJarCarriesTheLicenceAndTheNotice() throws IOException {
        for (Path jar : jars()) {
            for (String name : List.of("LICENSE", "NOTICE")) {
                assertEquals(Files.readString(Checkout.ROOT.resolve(name)), inside(jar, "META-INF/" + name), jar::toString);
            }
        }
    }

    /// The JDK that packs is not the one that compiles, so neither stands there: any may pack the same bytes.
    @Test
    void everyManifestNamesItsModuleAndNoMachine() throws IOException {
        for (Path jar : jars()) {
            String manifest = inside(jar, "META-INF/MANIFEST.MF");
            assertTrue(manifest.contains("Automatic-Module-Name: dev.lathe."), () -> jar + ": " + manifest);
            assertFalse(manifest.contains("Jdk"), () -> jar + ": " + manifest);
        }
    }

    private static List<Path> jars() throws IOException {
        var jars = new ArrayList<Path>();
        for (String module : Checkout.modules()) {
            if (!NO_JAR.contains(module)) {
                jars.add(jar(module));
            }
        }
        assertFalse(jars.isEmpty());
        return jars;
    }

    private static Path jar(String module) {
        Path target = Checkout.ROOT.resolve(module, "target");
        Path versioned = target.resolve("lathe-%s-%s.jar".formatted(module, System.getProperty("checks.version")));
        return Files.exists(versioned) ? versioned : target.resolve("lathe-" + module + ".jar");
    }

    private static String inside(Path jar, String name) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                return jar + " has no " + name;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
