package dev.lathe.tokenizer.text;

import dev.lathe.tokenizer.AddedToken;

/// Goes through a text from one added token to the next: of those that overlap the leftmost one, and of those that
/// start at one place the longest.
///
/// What is decided afterwards, that a token is no word of its own, brings no other one back. Spaces that belong to
/// a token may hold another one; both are given, as the reference does.
///
/// It may be used again and again, by one thread at a time; what it allocates, it keeps.
public final class TokenScanner {
    private static final int SHORTEST_BLOCK = 16;

    private final AddedTokenSet tokens;
    private final CharacterTable table = CharacterTable.get();
    private CharSequence text = "";
    private int at;
    private int[] block = {};
    private int blockStart;
    private int blockEnd;
    private int before;
    private int found;
    private int start;
    private int end;
    private int spacesStart;
    private int spacesEnd;

    public TokenScanner(AddedTokenSet tokens) {
        this.tokens = tokens;
    }

    public void reset(CharSequence newText) {
        text = newText;
        at = 0;
        blockEnd = 0;
        end = 0;
        spacesEnd = 0;
    }

    /// Goes on to the next token.
    ///
    /// @return whether there is one
    public boolean next() {
        before = end;
        while ((at = tokens.nextCandidate(text, at)) < text.length()) {
            if (at >= blockEnd) {
                look();
            }
            found = block[at - blockStart];
            if (found == TokenAutomaton.NONE) {
                at++;
                continue;
            }
            int from = at;
            at += tokens.length(found);
            AddedToken token = tokens.token(found);
            if (!token.singleWord() || !isInWord(from, at)) {
                start = token.lstrip() ? Math.min(at, spaceBefore(from)) : from;
                end = token.rstrip() ? spaceBehind(at) : at;
                return true;
            }
        }
        return false;
    }

    /// Looks at as many places at once as the longest token has units, so that each is read twice at most.
    private void look() {
        int count = Math.min(text.length() - at, Math.max(SHORTEST_BLOCK, tokens.automaton().longestLength()));
        if (count > block.length) {
            block = new int[Math.max(count, SHORTEST_BLOCK)];
        }
        tokens.automaton().find(text, at, count, block);
        blockStart = at;
        blockEnd = at + count;
    }

    private boolean isInWord(int from, int to) {
        return from > 0 && isWord(Character.codePointBefore(text, from))
                || to < text.length() && isWord(Character.codePointAt(text, to));
    }

    private boolean isWord(int codePoint) {
        return table.has(table.record(codePoint), CharacterTable.WORD);
    }

    /// All spaces are in the basic plane.
    private boolean isSpace(char c) {
        return table.has(table.record(c), CharacterTable.WHITESPACE);
    }

    private int spaceBefore(int from) {
        int place = from;
        while (place > before && isSpace(text.charAt(place - 1))) {
            place--;
        }
        return Math.max(before, place);
    }

    /// Tokens that are spaces themselves may ask for the end of the same spaces again and again.
    private int spaceBehind(int to) {
        if (to < spacesStart || to >= spacesEnd) {
            spacesStart = to;
            spacesEnd = to;
            while (spacesEnd < text.length() && isSpace(text.charAt(spacesEnd))) {
                spacesEnd++;
            }
        }
        return spacesEnd;
    }

    /// Where the text before the token begins, which is behind the last one; after the last token, what is left.
    public int before() {
        return before;
    }

    /// Where the token starts, with the spaces that belong to it.
    public int start() {
        return start;
    }

    /// Where the token ends, with the spaces that belong to it.
    public int end() {
        return end;
    }

    public int id() {
        return tokens.token(found).id();
    }
}
