package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A task is a folder and a line: who else names what is in one.
class TaskRoomsTest {
    private static final String ROOMS = "dev.lathe.train.task.";
    /// The line.
    private static final String LIST = "dev.lathe.train.run.Tasks";
    /// What is learnt when nobody says what, and the options that single tasks have: another task needs neither, and no line here.
    private static final Map<String, Set<String>> REASONS = Map.of(
            "classification", Set.of("dev.lathe.cli.options.PredictSettings", "dev.lathe.train.run.FineTuning", "dev.lathe.cli.options.RobustArguments",
                    "dev.lathe.cli.options.FairnessArguments"),
            "tagging", Set.of("dev.lathe.cli.options.TaskArguments", "dev.lathe.cli.options.PredictSettings",
                    "dev.lathe.cli.options.RobustArguments"),
            "answering", Set.of("dev.lathe.cli.options.TaskArguments", "dev.lathe.cli.options.PredictSettings",
                    "dev.lathe.cli.options.AnswerArguments"),
            "maskedlm", Set.of("dev.lathe.cli.options.TaskArguments"));

    @Test
    void aTaskIsNamedOutsideItsFolderByTheListAndItsOwnOptionsAlone() throws IOException {
        var users = new TreeMap<String, Set<String>>();
        for (CompiledClass c : Checkout.mainClasses()) {
            for (String used : c.usedClasses()) {
                if (used.startsWith(ROOMS) && used.indexOf('.', ROOMS.length()) > 0 && !c.packageName().startsWith(ROOMS)) {
                    String room = used.substring(ROOMS.length(), used.indexOf('.', ROOMS.length()));
                    users.computeIfAbsent(room, name -> new TreeSet<>()).add(c.name().replaceFirst("\\$.*", ""));
                }
            }
        }
        var expected = new TreeMap<String, Set<String>>();
        var rooms = new TreeSet<>(users.keySet());
        rooms.addAll(REASONS.keySet());
        for (String room : rooms) {
            var all = new TreeSet<>(REASONS.getOrDefault(room, Set.of()));
            all.add(LIST);
            expected.put(room, all);
        }
        assertEquals(expected, users);
    }

    @Test
    void noTaskUsesAnothers() throws IOException {
        var wrong = new TreeSet<String>();
        for (CompiledClass c : Checkout.mainClasses()) {
            for (String used : c.usedPackages()) {
                if (c.packageName().startsWith(ROOMS) && used.startsWith(ROOMS)) {
                    wrong.add(c.name() + " uses " + used);
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }
}
