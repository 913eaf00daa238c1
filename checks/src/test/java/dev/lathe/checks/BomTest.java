package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The list of artifacts that users import.
class BomTest {
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>lathe-(?:parent|bom)</artifactId>\\s*<version>([^<]*)</version>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>lathe-([a-z0-9-]+)</artifactId>");
    /// Programs, tests and the list itself: nobody depends on them.
    private static final Set<String> NO_LIBRARIES = Set.of("cli", "bench", "checks", "bom");

    @Test
    void listsEveryLibraryAndNothingElse() throws IOException {
        var libraries = new TreeSet<>(Checkout.modules());
        libraries.removeAll(NO_LIBRARIES);
        var listed = new TreeSet<String>();
        Checkout.matches(Checkout.ROOT.resolve("bom/pom.xml"), ARTIFACT).forEach(m -> listed.add(m.group(1)));
        listed.remove("bom");
        assertEquals(libraries, listed);
    }

    @Test
    void hasTheVersionOfThePartsItLists() throws IOException {
        assertEquals(version("pom.xml"), version("bom/pom.xml"));
    }

    private static String version(String pom) throws IOException {
        return Checkout.matches(Checkout.ROOT.resolve(pom), VERSION).getFirst().group(1);
    }
}
