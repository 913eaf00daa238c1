package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What doclint's group `missing` would ask for of types, without the tags that it asks for of every member: those would
/// repeat names (see `docs/decisions/0028-comments.md`).
class CommentsTest {
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("public (?:abstract |final |sealed |non-sealed |strictfp )*(?:class|interface|record|enum|@interface) \\w+.*");
    private static final Pattern TAG = Pattern.compile("\\s*/// @(?:param (\\w+)|return) (?:the |a |an |its |this )?(.+?)\\.?");
    private static final Pattern CONTINUED = Pattern.compile("\\s*///(?! @).*");
    private static final Pattern METHOD = Pattern.compile("(\\w+)\\(");

    @Test
    void everyPublicTypeSaysWhatItIs() throws IOException {
        var without = new ArrayList<String>();
        int types = 0;
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (PUBLIC_TYPE.matcher(lines.get(i)).matches()) {
                    types++;
                    if (!isDocumented(lines, i)) {
                        without.add(file + ": " + lines.get(i));
                    }
                }
            }
        }
        assertEquals(List.of(), without);
        assertTrue(types > 500, "found only " + types);
    }

    @Test
    void noTagRepeatsAName() throws IOException {
        var repeating = new ArrayList<String>();
        for (Path file : sources()) {
            repeating.addAll(repeating(file.toString(), Files.readAllLines(file)));
        }
        assertEquals(List.of(), repeating);
    }

    @Test
    void aTagThatRepeatsIsNoticedAndOneThatSaysMoreIsNot() {
        List<String> lines = List.of(
                "    /// Reads.", "    ///", "    /// @param firstLine the first line", "    /// @param width its width, in bytes",
                "    /// @param text the text", "    ///     of the example", "    /// @return the number",
                "    @Override", "    int number(int firstLine);");
        assertEquals(List.of("F: /// @param firstLine the first line", "F: /// @return the number"), repeating("F", lines));
    }

    private static List<String> repeating(String file, List<String> lines) {
        var repeating = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher tag = TAG.matcher(lines.get(i));
            if (tag.matches() && !CONTINUED.matcher(lines.get(i + 1)).matches()) {
                String name = tag.group(1) == null ? method(lines, i) : tag.group(1);
                if (tag.group(2).equalsIgnoreCase(words(name)) || tag.group(2).equalsIgnoreCase(name)) {
                    repeating.add(file + ": " + lines.get(i).strip());
                }
            }
        }
        return repeating;
    }

    /// The name of the method whose comment has this line; empty for a method without one.
    private static String method(List<String> lines, int at) {
        int i = at;
        while (lines.get(i).strip().startsWith("///") || lines.get(i).strip().startsWith("@")) {
            i++;
        }
        Matcher method = METHOD.matcher(lines.get(i));
        return method.find() ? method.group(1) : "";
    }

    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    /// Whether a comment stands before the annotations of a type, which may have several lines.
    private static boolean isDocumented(List<String> lines, int type) {
        int i = type - 1;
        while (i >= 0 && !lines.get(i).isEmpty() && !lines.get(i).startsWith("///")) {
            i--;
        }
        return i >= 0 && lines.get(i).startsWith("///");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.ROOT)) {
            return files.filter(file -> file.toString().contains("/src/main/java/") && file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }
}
