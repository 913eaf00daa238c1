package dev.lathe.train.tagging;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The ways in which tags mark chunks.
///
/// Read strictly, a chunk is what seqeval's strict mode finds: tags that break the scheme's rules mark nothing. Which tag may
/// start a chunk, go on with it, or stand after its end depends on the tag and the one before it alone.
public enum TagScheme implements ChunkReader {

    /// `B` starts a chunk, `I` continues it. Also called BIO; what most files hold.
    IOB2("OBI"),

    /// `S` is a chunk of one token; longer ones go from `B` over `I` to `E`. Also called BIOES.
    IOBES("OBIES"),

    /// [#IOBES] with `L` for `E` and `U` for `S`.
    BILOU("OBILU"),

    /// `E` ends a chunk, `I` precedes it.
    IOE2("OIE"),

    /// `I` throughout, but `B` starts a chunk that directly follows one of its own type.
    IOB1("OIB"),

    /// `I` throughout, but `E` ends a chunk that is directly followed by one of its own type.
    IOE1("OIE");

    private final Set<TagPrefix> letters = EnumSet.noneOf(TagPrefix.class);

    TagScheme(String letters) {
        for (TagPrefix prefix : TagPrefix.values()) {
            if (letters.indexOf(prefix.letter()) >= 0) {
                this.letters.add(prefix);
            }
        }
    }

    /// The scheme of some sentences: of those that have all their letters the one that the fewest tags violate; the first
    /// in the order of this list if several do equally well. So `O` alone is [#IOB2].
    ///
    /// @param sentences tags of each sentence
    /// @return the scheme
    /// @throws IllegalArgumentException if a tag is none, or no scheme has all letters
    public static TagScheme of(Iterable<? extends List<String>> sentences) {
        long[] violations = new long[values().length];
        Set<TagPrefix> found = EnumSet.noneOf(TagPrefix.class);
        for (List<String> tags : sentences) {
            List<Tag> parsed = tags.stream().map(Tag::parse).toList();
            parsed.forEach(tag -> found.add(tag.prefix()));
            for (TagScheme scheme : values()) {
                violations[scheme.ordinal()] += scheme.violationsOf(parsed).size();
            }
        }
        TagScheme best = null;
        for (TagScheme scheme : values()) {
            if (scheme.letters.containsAll(found)
                    && (best == null || violations[scheme.ordinal()] < violations[best.ordinal()])) {
                best = scheme;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("tags begin with " + listed(found) + ": no scheme has all of them");
        }
        return best;
    }

    @Override
    public List<Chunk> chunks(List<String> tags) {
        List<Tag> parsed = tags.stream().map(this::allowed).toList();
        List<Chunk> chunks = new ArrayList<>();
        int i = 0;
        while (i < parsed.size()) {
            int start = i++;
            if (starts(before(parsed, start), parsed.get(start))) {
                while (i < parsed.size() && continues(parsed.get(i - 1), parsed.get(i))) {
                    i++;
                }
                if (ends(parsed.get(i - 1), before(parsed, i + 1))) {
                    chunks.add(new Chunk(parsed.get(start).type(), start, i));
                }
            }
        }
        return chunks;
    }

    /// What the scheme does not allow in a sentence.
    ///
    /// @param tags a tag for each token
    /// @return each tag that does not fit, in their order; empty if the sentence is well-formed
    /// @throws IllegalArgumentException if a tag is none
    public List<TagViolation> violations(List<String> tags) {
        return violationsOf(tags.stream().map(Tag::parse).toList());
    }

    private List<TagViolation> violationsOf(List<Tag> tags) {
        List<TagViolation> violations = new ArrayList<>();
        for (int i = 0; i <= tags.size(); i++) {
            Tag previous = before(tags, i);
            Tag tag = before(tags, i + 1);
            if (!letters.contains(tag.prefix())) {
                violations.add(new TagViolation(i, tag + " is no tag of " + this));
            } else if (letters.contains(previous.prefix()) && !mayFollow(previous, tag)) {
                String wrong = i == tags.size() ? "the sentence ends after " + previous
                        : tag + (i == 0 ? " starts the sentence" : " follows " + previous);
                violations.add(new TagViolation(i, wrong));
            }
        }
        return violations;
    }

    /// The tag before a place; outside of the sentence there is `O`.
    private static Tag before(List<Tag> tags, int place) {
        return place == 0 || place > tags.size() ? Tag.OUTSIDE : tags.get(place - 1);
    }

    private Tag allowed(String text) {
        Tag tag = Tag.parse(text);
        if (!letters.contains(tag.prefix())) {
            throw new IllegalArgumentException("tag '" + text + "': " + this + " has " + listed(letters) + " only");
        }
        return tag;
    }

    private static String listed(Set<TagPrefix> prefixes) {
        return prefixes.stream().map(prefix -> String.valueOf(prefix.letter())).collect(Collectors.joining(", "));
    }

    /// Whether a chunk starts at `tag`.
    private boolean starts(Tag previous, Tag tag) {
        TagPrefix before = previous.prefix().place();
        TagPrefix here = tag.prefix().place();
        boolean same = tag.isTypeOf(previous);
        return switch (this) {
            case IOB2 -> here == TagPrefix.BEGIN;
            case IOBES, BILOU -> here == TagPrefix.BEGIN || here == TagPrefix.SINGLE;
            case IOE2 -> here != TagPrefix.OUTSIDE && (before != TagPrefix.INSIDE || !same);
            case IOB1 -> here == TagPrefix.INSIDE && (before != TagPrefix.INSIDE || !same)
                    || here == TagPrefix.BEGIN && before != TagPrefix.OUTSIDE && same;
            case IOE1 -> here == TagPrefix.INSIDE && (before != TagPrefix.INSIDE || !same)
                    || here == TagPrefix.END && before == TagPrefix.END && same;
        };
    }

    /// Whether a chunk that holds `previous` holds `tag` too.
    private boolean continues(Tag previous, Tag tag) {
        return previous.prefix().isOpen() && tag.prefix().place().isContinuing() && tag.isTypeOf(previous);
    }

    /// Whether a chunk whose last token is `previous` is complete, given that `tag` does not continue it.
    private boolean ends(Tag previous, Tag tag) {
        TagPrefix last = previous.prefix().place();
        boolean same = tag.isTypeOf(previous);
        return switch (this) {
            case IOB2 -> true;
            case IOBES, BILOU -> last == TagPrefix.END || last == TagPrefix.SINGLE;
            case IOE2 -> last == TagPrefix.END;
            // A B is there to part two chunks of one type: before another type's B it parts nothing.
            case IOB1 -> last == TagPrefix.INSIDE || tag.prefix() != TagPrefix.BEGIN || same;
            // An E, likewise, needs its own type after it.
            case IOE1 -> last == TagPrefix.INSIDE || tag.prefix() != TagPrefix.OUTSIDE && same;
        };
    }

    private boolean mayFollow(Tag previous, Tag tag) {
        TagPrefix before = previous.prefix().place();
        TagPrefix here = tag.prefix().place();
        boolean same = tag.isTypeOf(previous);
        return switch (this) {
            case IOB2 -> here != TagPrefix.INSIDE || before != TagPrefix.OUTSIDE && same;
            case IOBES, BILOU -> before.isOpen() == here.isContinuing() && (!before.isOpen() || same);
            case IOE2 -> before != TagPrefix.INSIDE || here != TagPrefix.OUTSIDE && same;
            case IOB1 -> here != TagPrefix.BEGIN || before != TagPrefix.OUTSIDE && same;
            case IOE1 -> before != TagPrefix.END || here != TagPrefix.OUTSIDE && same;
        };
    }
}
