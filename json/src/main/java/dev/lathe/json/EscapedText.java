package dev.lathe.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A text with halves of surrogate pairs, each spelled as JSON spells a character by its number.
final class EscapedText implements SerializableString {
    private final String text;
    private final byte[] quoted;

    EscapedText(String text) {
        this.text = text;
        var escaped = new StringBuilder();
        String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)).codePoints().forEach(c -> {
            if (isHalf(c)) {
                escaped.append("\\u%04X".formatted(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        quoted = escaped.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Whether a text has half of a pair without the other.
    static boolean isNeeded(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().anyMatch(EscapedText::isHalf);
            }
        }
        return false;
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    @Override
    public String getValue() {
        return text;
    }

    @Override
    public int charLength() {
        return text.length();
    }

    @Override
    public char[] asQuotedChars() {
        return new String(quoted, StandardCharsets.UTF_8).toCharArray();
    }

    @Override
    public byte[] asUnquotedUTF8() {
        throw new IllegalStateException("half of a surrogate pair has no UTF-8");
    }

    @Override
    public byte[] asQuotedUTF8() {
        return quoted.clone();
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
        if (quoted.length > buffer.length - offset) {
            return -1;
        }
        System.arraycopy(quoted, 0, buffer, offset, quoted.length);
        return quoted.length;
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
        char[] chars = asQuotedChars();
        if (chars.length > buffer.length - offset) {
            return -1;
        }
        System.arraycopy(chars, 0, buffer, offset, chars.length);
        return chars.length;
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        return asUnquotedUTF8().length;
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
        if (text.length() > buffer.length - offset) {
            return -1;
        }
        text.getChars(0, text.length(), buffer, offset);
        return text.length();
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) throws IOException {
        out.write(quoted);
        return quoted.length;
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) {
        return asUnquotedUTF8().length;
    }

    @Override
    public int putQuotedUTF8(ByteBuffer buffer) {
        if (quoted.length > buffer.remaining()) {
            return -1;
        }
        buffer.put(quoted);
        return quoted.length;
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer buffer) {
        return asUnquotedUTF8().length;
    }
}
