package dev.lathe.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Something of the JDK that our classes do without, and why.
///
/// @param what a short name
/// @param members starts of members as [CompiledClass#usedMembers] writes them
/// @param scope the classes that it is banned in
/// @param reason why
/// @param excepted classes that may, each with a reason of its own
record Ban(
        String what, List<String> members, Predicate<CompiledClass> scope, String reason, List<Exemption> excepted) {

    /// @param topLevelName the class whose source may use what is banned
    /// @param reason why it may
    record Exemption(String topLevelName, String reason) {}

    Ban(String what, List<String> members, Predicate<CompiledClass> scope, String reason) {
        this(what, members, scope, reason, List.of());
    }

    Ban except(String topLevelName, String why) {
        var all = new ArrayList<>(excepted);
        all.add(new Exemption(topLevelName, why));
        return new Ban(what, members, scope, reason, List.copyOf(all));
    }

    /// What a class uses of it, whether it may or not.
    List<String> usesIn(CompiledClass c) {
        return c.usedMembers().stream().filter(used -> members.stream().anyMatch(used::startsWith)).toList();
    }

    boolean excepts(CompiledClass c) {
        return excepted.stream().anyMatch(e -> e.topLevelName().equals(c.topLevelName()));
    }
}
