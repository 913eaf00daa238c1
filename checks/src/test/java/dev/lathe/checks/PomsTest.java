package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What repositories of artifacts ask of poms.
class PomsTest {
    private static final Pattern MODULE_NAME = Pattern.compile("<module\\.name>(dev\\.lathe\\.[a-z0-9]+)</module\\.name>");

    @Test
    void rootsSayWhoseItIsAndWhereItComesFrom() throws IOException {
        for (String pom : List.of("pom.xml", "bom/pom.xml")) {
            String text = Files.readString(Checkout.ROOT.resolve(pom));
            for (String element : List.of("name", "description", "url", "licenses", "developers", "connection")) {
                assertTrue(text.contains("<" + element + ">"), () -> pom + ": no " + element);
            }
        }
    }

    @Test
    void everyModuleSaysWhatItIs() throws IOException {
        var silent = new TreeSet<String>();
        var names = new HashSet<String>();
        for (String module : Checkout.modules()) {
            String text = Files.readString(Checkout.ROOT.resolve(module).resolve("pom.xml"));
            if (!text.contains("<description>") && !Set.of("cli", "bench").contains(module)) {
                silent.add(module);
            }
            if (!module.equals("bom")) {
                List<String> found = MODULE_NAME.matcher(text).results().map(m -> m.group(1)).toList();
                assertEquals(1, found.size(), () -> module + ": module.name");
                assertTrue(names.add(found.getFirst()), () -> module + ": the name of another module too");
            }
        }
        assertEquals(Set.of(), silent);
    }
}
