package dev.lathe.tokenizer.file;

import dev.lathe.tokenizer.Excerpt;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.TruncationSide;
import dev.lathe.tokenizer.TruncationStrategy;
import java.util.Locale;

/// The section `truncation` of a `tokenizer.json`.
public final class TruncationSection {
    private TruncationSection() {}

    public static Truncation read(JsonSection section) {
        try {
            return new Truncation(strategy(section), side(section),
                    section.integer("max_length"), section.integer("stride", 0));
        } catch (IllegalArgumentException e) {
            throw section.problem(e.getMessage());
        }
    }

    private static TruncationStrategy strategy(JsonSection section) {
        String name = section.string("strategy", "LongestFirst");
        return switch (name) {
            case "LongestFirst" -> TruncationStrategy.LONGEST_FIRST;
            case "OnlyFirst" -> TruncationStrategy.ONLY_FIRST;
            case "OnlySecond" -> TruncationStrategy.ONLY_SECOND;
            default -> throw section.problem("strategy '%s' is not supported".formatted(Excerpt.of(name)));
        };
    }

    private static TruncationSide side(JsonSection section) {
        String name = section.string("direction", "Right");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "right" -> TruncationSide.RIGHT;
            case "left" -> TruncationSide.LEFT;
            default -> throw section.problem("direction '%s' is not supported".formatted(Excerpt.of(name)));
        };
    }
}
