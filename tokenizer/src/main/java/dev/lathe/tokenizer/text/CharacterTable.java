package dev.lathe.tokenizer.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/// What Unicode says about each code point, as the reference tokenizer's libraries say it.
///
/// The reference mixes several Unicode versions: one library decides what is punctuation, another
/// decomposes, a third lower-cases. So nothing here comes from the JDK. The resource
/// `characters.bin` was made by `CharacterTableGenerator` (test sources), which asked the reference
/// about every code point; an upgrade of the JDK changes no token.
///
/// Two stages lead from a code point to its record: `blocks` finds the block of 128, `cells` the
/// record within. Characters that behave alike share a record.
public final class CharacterTable {
    static final String RESOURCE = "characters.bin";
    static final int MAGIC = 0x4C544331;
    static final int BLOCK_BITS = 7;
    static final int BLOCK_SIZE = 1 << BLOCK_BITS;

    /// Cleaning drops it: control, format, private and unassigned characters, U+0000 and U+FFFD.
    public static final int REMOVED = 1;
    public static final int WHITESPACE = 2;
    static final int PUNCTUATION = 4;
    /// An ideograph that stands as a word of its own.
    static final int CHINESE = 8;
    public static final int NONSPACING_MARK = 16;
    /// A precomposed Hangul syllable: its decomposition is arithmetic, not in the table.
    static final int HANGUL = 32;
    /// Beside it, an added token that has to be a single word is none.
    static final int WORD = 64;

    private final char[] blocks;
    private final char[] cells;
    private final byte[] flags;
    private final byte[] order;
    private final char[] decomposition;
    private final char[] lowercase;
    private final char[] pool;

    private CharacterTable(ByteBuffer data) {
        if (data.getInt() != MAGIC) {
            throw new IllegalStateException(RESOURCE + ": not a character table");
        }
        blocks = chars(data);
        cells = chars(data);
        flags = bytes(data);
        order = bytes(data);
        decomposition = chars(data);
        lowercase = chars(data);
        pool = chars(data);
    }

    public static CharacterTable get() {
        return Holder.TABLE;
    }

    int recordCount() {
        return flags.length;
    }

    public int record(int codePoint) {
        int block = blocks[codePoint >>> BLOCK_BITS];
        return cells[(block << BLOCK_BITS) + (codePoint & (BLOCK_SIZE - 1))];
    }

    public boolean has(int record, int flag) {
        return (flags[record] & flag) != 0;
    }

    /// Rank of the canonical combining class; 0 for a starter. Only comparisons mean something.
    public int order(int record) {
        return order[record];
    }

    /// The full canonical decomposition, or the empty string where the character stands for itself.
    public String decomposition(int record) {
        return pooled(decomposition[record]);
    }

    /// The lower-case form, one to two characters, or the empty string where nothing changes.
    String lowercase(int record) {
        return pooled(lowercase[record]);
    }

    private String pooled(int offset) {
        return pool[offset] == 0 ? "" : new String(pool, offset + 1, pool[offset]);
    }

    private static char[] chars(ByteBuffer data) {
        char[] values = new char[data.getInt()];
        data.asCharBuffer().get(values);
        data.position(data.position() + 2 * values.length);
        return values;
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] values = new byte[data.getInt()];
        data.get(values);
        return values;
    }

    /// Reads the resource when the first tokenizer is made, not before.
    private static final class Holder {
        static final CharacterTable TABLE = read();

        private static CharacterTable read() {
            try (InputStream in = CharacterTable.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException(RESOURCE + ": missing from the tokenizer's jar");
                }
                return new CharacterTable(ByteBuffer.wrap(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(RESOURCE + ": cannot be read", e);
            }
        }
    }
}
