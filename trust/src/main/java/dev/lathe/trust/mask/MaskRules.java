package dev.lathe.trust.mask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The rules by which personal data is found: the usual ones, and those of a file.
///
/// A line of the file is a type in capitals, a blank and a regular expression of `java.util.regex`, or a type behind a minus, of which nothing
/// is looked for. Empty lines and those that begin with `#` say nothing.
///
/// ```
/// CUSTOMER (?i)\bC-[0-9]{6}\b
/// -IP
/// ```
///
/// Expressions see a text as its reader does: with digits and dashes of all scripts as ASCII, and without what is invisible. One that takes too
/// long is stopped, and the text with it.
public final class MaskRules implements Finder {
    private static final Pattern LINE = Pattern.compile("([A-Z][A-Z0-9_]{0,31})[ \\t]+(\\S.*)");
    private static final Pattern OFF = Pattern.compile("-([A-Z][A-Z0-9_]{0,31})");
    private static final int PROBE = 2000;
    private static final List<String> PROBES = List.of("a", "1", " ", "-", "aA", "a1", "a ", "1-", "1.", ".", "@a.");

    private final List<Search> searches;

    private MaskRules(List<Search> searches) {
        this.searches = List.copyOf(searches);
    }

    /// Mail, addresses with passwords, IP and MAC addresses, cards, bank accounts, national numbers, phones.
    public static MaskRules usual() {
        return new MaskRules(UsualRules.all());
    }

    /// The usual rules and those of a file.
    ///
    /// @throws MaskException if a line is neither a rule nor a type that is there, an expression does not compile, matches nothing, or tries every
    ///         way through a text; the message has the file and the line
    public static MaskRules read(Path file) throws IOException {
        return usual().and(file.toString(), Files.readAllLines(file));
    }

    MaskRules and(String file, List<String> lines) {
        var all = new ArrayList<>(searches);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String place = "%s:%d: ".formatted(file, i + 1);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher off = OFF.matcher(line);
            Matcher rule = LINE.matcher(line);
            if (off.matches()) {
                if (!all.removeIf(search -> search.type().equals(off.group(1)))) {
                    throw new MaskException("%sno rule '%s'; there is %s".formatted(place, off.group(1), String.join(", ", types())));
                }
            } else if (rule.matches()) {
                all.add(tried(place, new Rule(rule.group(1), Lead.ANY, "", compiled(place, rule.group(2)), (_, _) -> true)));
            } else {
                throw new MaskException(place + "needs a type in capitals and a regular expression, or -TYPE");
            }
        }
        return new MaskRules(all);
    }

    private static Pattern compiled(String place, String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new MaskException("%s%s at %d".formatted(place, e.getDescription(), Math.max(0, e.getIndex()) + 1));
        } catch (StackOverflowError e) {
            throw new MaskException(place + "nested too deeply");
        }
    }

    /// Refuses at once what would be stopped later, as far as simple texts show it.
    private static Rule tried(String place, Rule rule) {
        if (rule.pattern().matcher("").find()) {
            throw new MaskException(place + "matches nothing at all, everywhere");
        }
        try {
            for (String probe : PROBES) {
                rule.find(Folded.of(probe.repeat(PROBE / probe.length()) + "!"));
            }
            return rule;
        } catch (MaskException e) {
            throw new MaskException("%stakes too long, or is too deep, on a simple text of %d characters".formatted(place, PROBE));
        }
    }

    @Override
    public Set<String> types() {
        var types = new LinkedHashSet<String>();
        searches.forEach(search -> types.add(search.type()));
        return types;
    }

    @Override
    public List<Span> find(String text) {
        Folded folded = Folded.of(text);
        var spans = new ArrayList<Span>();
        for (Search search : searches) {
            spans.addAll(search.find(folded));
        }
        return spans;
    }
}
