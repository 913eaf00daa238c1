package dev.lathe.train.data.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Decodes UTF-8 without mercy, counts lines, hashes the bytes and bounds the length of a row.
///
/// A leading byte order mark is dropped. What precedes an invalid byte is handed out first, so that a reader which checks
/// rows one by one reports the first bad row and not a later bad byte.
public final class StrictUtf8Reader extends Reader {

    /// The longest row in characters: far above any text a model can take, far below what exhausts the memory. Without a
    /// bound one forgotten quote would swallow the rest of a file of any size.
    public static final int MAX_ROW_CHARS = 1 << 24;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final InputStream in;
    private final MessageDigest digest;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final CharBuffer chars = CharBuffer.allocate(1 << 14).flip();
    private boolean endOfFile;
    private boolean started;
    private boolean afterCarriageReturn;
    private long byteCount;
    private long line = 1;
    private long rowLine = 1;
    private int rowChars;
    private @Nullable DataException failure;

    /// @param file what messages call the source
    /// @param in the bytes; closed with this reader
    public StrictUtf8Reader(Path file, InputStream in) {
        this.file = file;
        this.in = in;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Tells where the next row starts, which begins the count of its characters anew.
    ///
    /// @param firstLine its first line, from 1
    public void startRow(long firstLine) {
        rowLine = firstLine;
        rowChars = 0;
    }

    /// The file as read so far; complete once [#read] has returned -1.
    public DataFile dataFile(int rows) {
        return new DataFile(file, byteCount, HexFormat.of().formatHex(digest.digest()), rows);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!chars.hasRemaining() && !decodeMore()) {
            return -1;
        }
        int count = Math.min(length, chars.remaining());
        rowChars += count;
        // The parsers above read ahead by a buffer, so the bound is exact to some thousand characters.
        if (rowChars > MAX_ROW_CHARS) {
            throw new SourceLine(file, rowLine).error(
                    "the row is longer than " + MAX_ROW_CHARS + " characters; is a quote left open?");
        }
        chars.get(target, offset, count);
        return count;
    }

    @Override
    public boolean ready() throws IOException {
        return chars.hasRemaining() || in.available() > 0;
    }

    /// Fills `chars` with at least one character; false at the end of the file.
    private boolean decodeMore() throws IOException {
        while (true) {
            if (failure != null) {
                throw failure;
            }
            chars.clear();
            CoderResult result = decoder.decode(bytes, chars, endOfFile);
            chars.flip();
            countLines();
            if (result.isError()) {
                byte wrong = bytes.get(bytes.position());
                failure = new SourceLine(file, line).error("byte 0x%02X is not UTF-8%s; convert the file to UTF-8".formatted(
                        wrong, line == 1 && bytes.position() == 0 && (wrong == (byte) 0xFF || wrong == (byte) 0xFE) ? " but UTF-16" : ""));
            }
            dropByteOrderMark();
            if (chars.hasRemaining()) {
                return true;
            }
            if (failure == null && result.isUnderflow()) {
                if (endOfFile) {
                    return false;
                }
                readBytes();
            }
        }
    }

    private void readBytes() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            endOfFile = true;
        } else {
            if (byteCount == 0) {
                refuseOtherFiles(count);
            }
            digest.update(bytes.array(), bytes.position(), count);
            bytes.position(bytes.position() + count);
            byteCount += count;
        }
        bytes.flip();
    }

    /// What is no text is named, rather than its first byte that is no UTF-8, or read because it has none.
    private void refuseOtherFiles(int count) {
        FileSignature.of(bytes.array(), count).ifPresent(what -> {
            throw new DataException(file + ": " + what);
        });
    }

    /// LF, CRLF and a lone CR each end a line, as for the CSV parser.
    private void countLines() {
        for (int i = chars.position(); i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == '\r' || (c == '\n' && !afterCarriageReturn)) {
                line++;
            }
            afterCarriageReturn = c == '\r';
        }
    }

    private void dropByteOrderMark() {
        if (!started && chars.hasRemaining()) {
            started = true;
            if (chars.get(chars.position()) == BYTE_ORDER_MARK) {
                chars.get();
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
