package dev.lathe.cuda.driver;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// What was launched on a device since it was last seen to be sound. A failed kernel is reported by some later call: by then
/// any of these may be the one.
public final class Launches {
    /// System property: `true` waits after each launch, so that a failure is its kernel's.
    public static final String CHECK = "lathe.cuda.check";
    /// Results that tell of a fault inside some kernel before: address, time, assertion, stack, instruction, alignment,
    /// address space, program counter, and any other exception.
    private static final Set<Integer> FAULTS = Set.of(700, 702, 710, 714, 715, 716, 717, 718, 719);
    private static final int MOST_NAMES = 8;

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong sound = new AtomicLong();
    private final Map<String, AtomicLong> last = new ConcurrentHashMap<>();

    /// Before and again after each launch: between the two, another thread may find the device sound or not.
    ///
    /// @param kernel by name
    /// @return for [#takeBack]
    public long count(String kernel) {
        return last.computeIfAbsent(kernel, k -> new AtomicLong()).getAndSet(count.incrementAndGet());
    }

    /// The launch was not made.
    ///
    /// @param before what [#count] gave
    void takeBack(String kernel, long before) {
        last.get(kernel).set(before);
    }

    /// How many were counted. Once the device, asked afterwards, is sound, [#soundUpTo] this.
    public long soFar() {
        return count.get();
    }

    public void soundUpTo(long launch) {
        sound.accumulateAndGet(launch, Math::max);
    }

    /// Which kernels a failure may be of, to stand behind its result; empty for one of another kind.
    public String blame(int result) {
        List<String> suspects = FAULTS.contains(result) ? suspects() : List.of();
        return switch (suspects.size()) {
            case 0 -> "";
            case 1 -> "; the only kernel since the last wait is " + suspects.getFirst();
            default -> "; the kernels since the last wait are %s%s: -D%s=true finds out which of them failed".formatted(
                    suspects.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")),
                    suspects.size() > MOST_NAMES ? " and %d more".formatted(suspects.size() - MOST_NAMES) : "", CHECK);
        };
    }

    /// The names, that of the latest launch first.
    private List<String> suspects() {
        return last.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue().get()))
                .filter(e -> e.getValue() > sound.get())
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey).toList();
    }
}
