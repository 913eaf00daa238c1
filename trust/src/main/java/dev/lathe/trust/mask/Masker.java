package dev.lathe.trust.mask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds personal data in texts and replaces it.
///
/// Where findings overlap, all that any of them covers is one, of the longest one's type: nothing of a shorter one sticks out.
///
/// @param finders all of them are asked
/// @param replacement what is put in place
public record Masker(List<Finder> finders, Replacement replacement) {
    private static final Comparator<Span> ORDER = Comparator.comparingInt(Span::start).thenComparing(Comparator.comparingInt(Span::end).reversed());

    /// The usual rules, and types in place of what they find.
    public static final Masker USUAL = new Masker(List.of(MaskRules.usual()), Replacement.BY_TYPE);

    public Masker {
        finders = List.copyOf(finders);
    }

    /// What is looked for, as far as it is known beforehand.
    public Set<String> types() {
        var types = new TreeSet<String>();
        finders.forEach(finder -> types.addAll(finder.types()));
        return types;
    }

    /// What is personal, in the order of the text; none overlap.
    ///
    /// @throws MaskException if the text cannot be searched to its end
    public List<Span> find(String text) {
        var all = new ArrayList<Span>();
        for (Finder finder : finders) {
            all.addAll(finder.find(text));
        }
        all.sort(ORDER);
        var merged = new ArrayList<Span>();
        int longest = 0;
        for (Span span : all) {
            Span last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || span.start() >= last.end()) {
                merged.add(span);
                longest = span.length();
                continue;
            }
            String type = span.length() > longest ? span.type() : last.type();
            longest = Math.max(longest, span.length());
            merged.set(merged.size() - 1, new Span(type, last.start(), Math.max(last.end(), span.end())));
        }
        return merged;
    }

    /// The text with everything that is personal replaced.
    ///
    /// @throws MaskException if the text cannot be searched to its end
    public Masked mask(String text) {
        List<Span> spans = find(text);
        var masked = new StringBuilder();
        int done = 0;
        for (Span span : spans) {
            masked.append(text, done, span.start()).append(replacement.of(span.type(), text.substring(span.start(), span.end())));
            done = span.end();
        }
        return new Masked(masked.append(text, done, text.length()).toString(), spans);
    }
}
