package dev.lathe.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Pattern;

/// What is wrong with JSON that a [JsonReader] refuses, without the parser's talk of its own settings.
///
/// @param kind of fault
/// @param said in one line, what the parser says
/// @param line where, from 1; 0 if the parser does not know
/// @param column where in the line, from 1; 0 if the parser does not know
public record JsonFault(Kind kind, String said, int line, int column) {
    /// What users don't have settings for.
    private static final Pattern ADVICE = Pattern.compile(
            ":? maybe a \\(non-standard\\) comment\\? \\(not recognized as one since Feature '[A-Z_]+' not enabled for parser\\)"
                    + "|: enable `[^`]*` to allow| \\(or 'NaN'/'\\+INF'/'-INF'\\)");

    /// What words depend on.
    public enum Kind {
        /// It ends inside a value.
        CUT_SHORT,
        /// It is deeper or longer than the reader's bounds.
        BEYOND_BOUNDS,
        /// It is no JSON, or has a key twice.
        MALFORMED
    }

    public static JsonFault of(JacksonException refused) {
        Kind kind = switch (refused) {
            case JsonEOFException _ -> Kind.CUT_SHORT;
            case StreamConstraintsException _ -> Kind.BEYOND_BOUNDS;
            default -> Kind.MALFORMED;
        };
        String said = ADVICE.matcher(refused.getOriginalMessage().replaceAll("\\R", " ")).replaceAll("");
        JsonLocation place = refused.getLocation();
        return place == null
                ? new JsonFault(kind, said, 0, 0)
                : new JsonFault(kind, said, place.getLineNr(), place.getColumnNr());
    }

    /// What is wrong and where, for messages that have a file's name in front.
    public String sentence() {
        String what = kind == Kind.CUT_SHORT ? "cut short: JSON ends inside a value" : said;
        return line == 0 ? what : what + " (line " + line + ", column " + column + ")";
    }
}
