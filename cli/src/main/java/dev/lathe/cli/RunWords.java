package dev.lathe.cli;

import dev.lathe.cli.progress.Times;
import dev.lathe.train.run.ProcessMemory;
import dev.lathe.train.run.RunCost;
import java.util.Locale;
import java.util.OptionalLong;

/// What a training took, in words.
final class RunWords {
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    private RunWords() {
    }

    static String of(RunCost cost) {
        OptionalLong memory = ProcessMemory.peak();
        // Private steps draw examples and count no tokens.
        String tokens = cost.tokens() == 0 ? ""
                : String.format(Locale.ROOT, ", %,d tokens at %,.0f tokens/s", cost.tokens(), cost.tokensPerSecond());
        return String.format(Locale.ROOT, "trained in %s%s%s", Times.words(cost.time()), tokens, memory.isPresent()
                ? String.format(Locale.ROOT, ", with at most %,.0f MiB of memory", memory.getAsLong() / BYTES_PER_MEBIBYTE) : "");
    }
}
