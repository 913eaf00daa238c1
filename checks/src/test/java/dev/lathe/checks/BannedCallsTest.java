package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final String VECTOR_OPERATORS = "jdk/incubator/vector/VectorOperators";
    private static final Pattern FRACTION = Pattern.compile("%[-+ 0,#(]*\\d*(\\.\\d+)?[aefgAEFG]|%,");
    /// The reductions of lanes whose order does not matter.
    private static final Set<String> ORDERLESS = Set.of("MAX", "MIN");

    @Test
    void whatShipsUsesNothingBanned() throws IOException {
        assertEquals(Set.of(), violations(Checkout.mainClasses(), all(Bans.IN_MAIN)));
    }

    @Test
    void testsUseNothingBanned() throws IOException {
        List<CompiledClass> tests = Checkout.testClasses().stream().filter(c -> !isOffender(c)).toList();
        assertEquals(Set.of(), violations(tests, all(Bans.IN_TESTS)));
    }

    /// The order in which lanes are added is not specified: 131 of 200 random vectors changed bits once compiled.
    @Test
    void noFloatLanesAreAddedOrMultipliedUp() throws IOException {
        var wrong = new TreeSet<String>();
        int reductions = 0;
        for (CompiledClass c : Checkout.mainClasses()) {
            if (!c.isIn("bench")) {
                List<String> operators = reducedFloatLanes(c.model());
                reductions += operators.size();
                operators.stream().filter(o -> !ORDERLESS.contains(o)).forEach(o -> wrong.add(c.name() + ": " + o));
            }
        }
        assertEquals(Set.of(), wrong);
        assertTrue(reductions > 0, "the check sees the maximum of VectorRowLoops");
    }

    /// `formatted` takes the default locale. For whole numbers and words in a message that is as it should be, and so it
    /// is for all that the testkit says of a failure.
    @Test
    void noFractionIsFormattedInTheDefaultLocale() throws IOException {
        var wrong = new TreeSet<String>();
        for (CompiledClass c : Checkout.mainClasses()) {
            if (!c.isIn("testkit") && c.usedMembers().stream().anyMatch(used -> used.startsWith("java.lang.String.formatted("))) {
                formatsWithoutLocale(c.model()).filter(text -> FRACTION.matcher(text).find())
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
        assertTrue(found.stream().anyMatch(v -> v.contains("String.format(") && v.contains("default locale")), found::toString);
        assertTrue(found.stream().anyMatch(v -> v.contains("Math.random()") && v.contains("without a seed")), found::toString);
        assertTrue(found.stream().anyMatch(v -> v.contains("System.out")), found::toString);
    }

    /// Uses what is banned, to be found.
    private static final class Offender {
        static final Supplier<Double> REFERENCE = Math::random;

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

    /// All text constants but those that stand right after a locale, as in `String.format(Locale.ROOT, "…")`.
    private static Stream<String> formatsWithoutLocale(ClassModel model) {
        var formats = new ArrayList<String>();
        for (MethodModel method : model.methods()) {
            boolean afterLocale = false;
            for (CodeElement element : instructions(method)) {
                if (element instanceof ConstantInstruction constant && constant.constantValue() instanceof String text
                        && !afterLocale) {
                    formats.add(text);
                }
                afterLocale = element instanceof FieldInstruction field
                        && field.owner().asInternalName().equals("java/util/Locale");
            }
        }
        return formats.stream();
    }

    private static List<CodeElement> instructions(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .filter(element -> element instanceof Instruction)
                .toList();
    }

    /// The operators of all calls of `FloatVector.reduceLanes`: the last constant of [#VECTOR_OPERATORS] before each.
    private static List<String> reducedFloatLanes(ClassModel model) {
        return model.methods().stream().flatMap(method -> reducedFloatLanes(method).stream()).toList();
    }

    private static List<String> reducedFloatLanes(MethodModel method) {
        var operators = new ArrayList<String>();
        String last = "unknown";
        for (CodeElement element : instructions(method)) {
            if (element instanceof FieldInstruction field && field.owner().asInternalName().equals(VECTOR_OPERATORS)) {
                last = field.name().stringValue();
            } else if (element instanceof InvokeInstruction call && call.name().equalsString("reduceLanes")
                    && call.owner().asInternalName().equals("jdk/incubator/vector/FloatVector")) {
                operators.add(last);
            }
        }
        return operators;
    }
}
