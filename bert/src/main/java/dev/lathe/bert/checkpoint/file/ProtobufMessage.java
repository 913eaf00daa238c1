package dev.lathe.bert.checkpoint.file;

import java.io.IOException;

/// Walks the fields of one protobuf message, and never past its end.
///
/// Call [#next], ask for [#field], then take the value with the method of its kind; a value not taken is skipped.
/// Source: <https://protobuf.dev/programming-guides/encoding/>.
public final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteWindow window;
    private final long end;
    private long position;
    private long fieldStart;
    private int field;
    private int wireType;
    private boolean taken = true;

    public ProtobufMessage(ByteWindow window, long start, long end) {
        this.window = window;
        this.position = start;
        this.end = end;
    }

    /// Moves to the next field; false at the end of the message.
    public boolean next() throws IOException {
        if (!taken) {
            skip();
        }
        if (position == end) {
            return false;
        }
        fieldStart = position;
        long tag = readVarint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (tag >>> 32 != 0 || field == 0) {
            throw problem("field tag " + Long.toUnsignedString(tag));
        }
        taken = false;
        return true;
    }

    public int field() {
        return field;
    }

    /// Whether the current field is a run of bytes: a message, a text, or packed numbers.
    public boolean isLengthDelimited() {
        return wireType == LENGTH_DELIMITED;
    }

    /// The current field as an integer.
    public long varint() throws IOException {
        take(VARINT);
        return readVarint();
    }

    /// The current field as four bytes, little-endian.
    public int fixed32() throws IOException {
        take(FIXED32);
        long start = position;
        skipFixed(Integer.BYTES);
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value |= window.at(start + i) << Byte.SIZE * i;
        }
        return value;
    }

    /// The current field as a message of its own.
    public ProtobufMessage message() throws IOException {
        Span span = span();
        return new ProtobufMessage(window, span.start(), span.end());
    }

    /// The current field as a text.
    public String text() throws IOException {
        Span span = span();
        return window.text(span.start(), span.length());
    }

    /// The current field as a text, or nothing if it has more than `max` bytes.
    public String shortText(int max) throws IOException {
        Span span = span();
        return span.length() > max ? "" : window.text(span.start(), span.length());
    }

    /// Where the bytes of the current field are.
    public Span span() throws IOException {
        take(LENGTH_DELIMITED);
        window.countPart();
        long length = readVarint();
        if (length < 0 || length > end - position) {
            throw problem("length " + Long.toUnsignedString(length) + " where " + (end - position) + " bytes are left");
        }
        long start = position;
        position += length;
        return new Span(start, position);
    }

    /// Whether a packed list has another element; for a message that holds packed varints only.
    public boolean hasMoreVarints() {
        return position < end;
    }

    /// The next element of a packed list.
    public long packedVarint() throws IOException {
        fieldStart = position;
        return readVarint();
    }

    private void skip() throws IOException {
        switch (wireType) {
            case VARINT -> varint();
            case LENGTH_DELIMITED -> span();
            case FIXED64 -> skipFixed(Long.BYTES);
            case FIXED32 -> skipFixed(Integer.BYTES);
            default -> throw problem("wire type " + wireType);
        }
    }

    private void skipFixed(int bytes) throws CheckpointException {
        taken = true;
        if (bytes > end - position) {
            throw problem(bytes + " bytes where " + (end - position) + " are left");
        }
        position += bytes;
    }

    private void take(int wanted) throws CheckpointException {
        if (wireType != wanted) {
            throw problem("wire type " + wireType + " where " + wanted + " is needed");
        }
        taken = true;
    }

    private long readVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == end) {
                throw problem("number cut short");
            }
            int next = window.at(position++);
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw problem("number of more than 10 bytes");
    }

    /// A complaint about the current field.
    public CheckpointException problem(String what) {
        return new CheckpointException(
                window.file().name(), "not sound protobuf: field " + field + " at byte " + fieldStart + ": " + what);
    }

    /// A range of the file's bytes.
    public record Span(long start, long end) {
        public long length() {
            return end - start;
        }
    }
}
