package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds [Bans] against the compiled classes of all modules.
class BannedCallsTest {
    private static final String FORMATTED = "java.lang.String.formatted(";
    private static final Pattern FRACTION = Pattern.compile("%[-+ 0,#(]*\\d*(\\.\\d+)?[aefgAEFG]|%,");

    @Test
    void whatShipsUsesNothingBanned() throws IOException {
        assertEquals(Set.of(), violations(Checkout.mainClasses(), all(Bans.IN_MAIN)));
    }

    @Test
    void testsUseNothingBanned() throws IOException {
        List<CompiledClass> tests = Checkout.testClasses().stream().filter(c -> !isOffender(c)).toList();
        assertEquals(Set.of(), violations(tests, all(Bans.IN_TESTS)));
    }

    /// `formatted` takes the default locale. For whole numbers and words in a message that is as it should be, and so it
    /// is for all that the testkit says of a failure.
    @Test
    void noFractionIsFormattedInTheDefaultLocale() throws IOException {
        var wrong = new TreeSet<String>();
        for (CompiledClass c : Checkout.mainClasses()) {
            if (!c.isIn("testkit") && c.usedMembers().stream().anyMatch(used -> used.startsWith(FORMATTED))) {
                c.textsWithoutLocale().stream()
                        .filter(text -> FRACTION.matcher(text).find())
                        .forEach(text -> wrong.add(c.name() + ": " + text));
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyExemptionIsNeeded() throws IOException {
        var unneeded = new TreeSet<String>();
        List<CompiledClass> classes = Checkout.mainClasses();
        for (Ban ban : all(Bans.IN_MAIN)) {
            for (Ban.Exemption exemption : ban.excepted()) {
                if (classes.stream().noneMatch(c ->
                        c.topLevelName().equals(exemption.topLevelName()) && !ban.usesIn(c).isEmpty())) {
                    unneeded.add(exemption.topLevelName() + ": " + ban.what());
                }
            }
        }
        assertEquals(Set.of(), unneeded);
    }

    @Test
    void callsAndMethodReferencesAreSeen() throws IOException {
        var offender = CompiledClass.read("checks", Path.of(
                "target", "test-classes", "dev", "lathe", "checks", "BannedCallsTest$Offender.class"));
        Set<String> found = violations(List.of(offender), all(Bans.IN_MAIN));
        for (String used : List.of("java.lang.String.format(", "java.lang.Math.random()", "java.lang.System.out",
                "java.net.Socket.<init>(", "java.net.http.HttpClient.newHttpClient(")) {
            assertTrue(found.stream().anyMatch(violation -> violation.contains(" uses " + used)), found::toString);
        }
        assertEquals(List.of("%.1f"), offender.textsWithoutLocale());
    }

    /// Uses what is banned, to be found.
    private static final class Offender {
        static final Supplier<Double> REFERENCE = Math::random;

        static Object connection() {
            return List.of(new Socket(), HttpClient.newHttpClient());
        }

        static void call() {
            System.out.println(String.format("%.1f", 0.5) + String.format(Locale.ROOT, "%.1f", 0.5));
        }
    }

    private static boolean isOffender(CompiledClass c) {
        return c.name().endsWith("$Offender");
    }

    private static List<Ban> all(List<Ban> bans) {
        return Stream.concat(bans.stream(), Bans.EVERYWHERE_ALIKE.stream()).toList();
    }

    private static Set<String> violations(List<CompiledClass> classes, List<Ban> bans) {
        var violations = new TreeSet<String>();
        for (CompiledClass c : classes) {
            for (Ban ban : bans) {
                if (ban.scope().test(c) && !ban.excepts(c)) {
                    ban.usesIn(c).forEach(used -> violations.add(
                            "%s uses %s: %s: %s".formatted(c.name(), used, ban.what(), ban.reason())));
                }
            }
        }
        return violations;
    }
}
