package dev.lathe.json;

import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.util.Optional;

/// Where lines end: the same bytes on every system, with two spaces of indent and `\n`.
///
/// Characters beyond 16 bits, such as emoji, stand in [#ELEMENTS] and [#SPACED_FIELDS] as they are, as people may look for them there,
/// and as JSON's `\uD83D\uDE00` in the others.
public enum JsonLayout {
    /// All on one line.
    LINE(false, false, false, Separators.Spacing.NONE),
    /// A line for each field; an array is one line.
    FIELDS(true, false, false, Separators.Spacing.AFTER),
    /// A line for each field and each element.
    ELEMENTS(true, true, true, Separators.Spacing.AFTER),
    /// As [#FIELDS], with spaces on both sides of a colon.
    SPACED_FIELDS(true, false, true, Separators.Spacing.BOTH);

    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private final boolean fields;
    private final boolean elements;
    private final boolean pairs;
    private final Separators.Spacing colon;

    JsonLayout(boolean fields, boolean elements, boolean pairs, Separators.Spacing colon) {
        this.fields = fields;
        this.elements = elements;
        this.pairs = pairs;
        this.colon = colon;
    }

    /// Whether characters beyond 16 bits stand as they are.
    boolean keepsPairs() {
        return pairs;
    }

    /// A printer of its own for each generator, as it remembers how deep it is.
    Optional<PrettyPrinter> printer() {
        if (!fields) {
            return Optional.empty();
        }
        var printer = new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectFieldValueSpacing(colon));
        printer.indentObjectsWith(INDENT);
        if (elements) {
            printer.indentArraysWith(INDENT);
        }
        return Optional.of(printer);
    }
}
