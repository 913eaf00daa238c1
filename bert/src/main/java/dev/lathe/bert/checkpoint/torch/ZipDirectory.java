package dev.lathe.bert.checkpoint.torch;

import dev.lathe.bert.checkpoint.file.BoundedFile;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the directory at the end of a zip archive, with the 64-bit fields of archives above 4 GiB.
///
/// Source: APPNOTE.TXT of PKWARE, sections 4.3.12 to 4.3.16 and 4.5.3.
final class ZipDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int EXTRA64 = 1;
    private static final long IN_EXTRA = 0xffff_ffffL;
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_BYTES = 1 << 25;

    private final BoundedFile file;
    private final List<ZipEntryPlace> places = new ArrayList<>();

    private ZipDirectory(BoundedFile file) {
        this.file = file;
    }

    static Map<String, ZipEntryPlace> read(BoundedFile file) throws IOException {
        var directory = new ZipDirectory(file);
        Bounds bounds = directory.findBounds();
        directory.readEntries(bounds);
        return directory.inOrder(bounds.start());
    }

    private record Bounds(long start, long bytes, long count) {}

    private Bounds findBounds() throws IOException {
        int tailBytes = (int) Math.min(file.length(), END_BYTES + MAX_COMMENT);
        ByteBuffer tail = file.bytes(file.length() - tailBytes, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE && at + END_BYTES + unsigned(tail, at + 20) == tailBytes) {
                long end = file.length() - tailBytes + at;
                var bounds = new Bounds(tail.getInt(at + 16) & IN_EXTRA, tail.getInt(at + 12) & IN_EXTRA,
                        unsigned(tail, at + 10));
                return checked(bounds.start() == IN_EXTRA || bounds.count() == 0xffff ? bounds64(end) : bounds, end);
            }
        }
        throw problem("not a zip archive, or cut short: its directory is missing");
    }

    private Bounds bounds64(long end) throws IOException {
        ByteBuffer locator = end < LOCATOR_BYTES ? ByteBuffer.allocate(LOCATOR_BYTES)
                : file.bytes(end - LOCATOR_BYTES, LOCATOR_BYTES);
        long at = locator.getLong(8);
        if (locator.getInt(0) != LOCATOR_SIGNATURE || at < 0 || at > end - END64_BYTES) {
            throw problem("the 64-bit end of its directory is missing");
        }
        ByteBuffer record = file.bytes(at, END64_BYTES);
        if (record.getInt(0) != END64_SIGNATURE) {
            throw problem("the 64-bit end of its directory is missing");
        }
        return new Bounds(record.getLong(48), record.getLong(40), record.getLong(32));
    }

    private Bounds checked(Bounds bounds, long end) throws CheckpointException {
        if (bounds.start() < 0 || bounds.bytes() < 0 || bounds.start() > end - bounds.bytes()) {
            throw problem("a directory of " + bounds.bytes() + " bytes at byte " + bounds.start()
                    + ": does not fit before byte " + end);
        }
        if (bounds.bytes() > MAX_BYTES || bounds.count() < 0 || bounds.count() > MAX_ENTRIES) {
            throw problem("a directory of " + bounds.count() + " files in " + bounds.bytes() + " bytes: at most "
                    + MAX_ENTRIES + " files in " + MAX_BYTES + " bytes are read");
        }
        return bounds;
    }

    private void readEntries(Bounds bounds) throws IOException {
        ByteBuffer bytes = file.bytes(bounds.start(), (int) bounds.bytes());
        for (long i = 0; i < bounds.count(); i++) {
            if (bytes.remaining() < ENTRY_BYTES || bytes.getInt(bytes.position()) != ENTRY_SIGNATURE) {
                throw problem("its directory breaks off after " + i + " of " + bounds.count() + " files");
            }
            int at = bytes.position();
            int nameBytes = unsigned(bytes, at + 28);
            int extraBytes = unsigned(bytes, at + 30);
            int all = ENTRY_BYTES + nameBytes + extraBytes + unsigned(bytes, at + 32);
            if (all > bytes.remaining()) {
                throw problem("its directory breaks off after " + i + " of " + bounds.count() + " files");
            }
            String name = new String(bytes.array(), at + ENTRY_BYTES, nameBytes, StandardCharsets.UTF_8);
            ByteBuffer extra = bytes.slice(at + ENTRY_BYTES + nameBytes, extraBytes).order(bytes.order());
            addEntry(name, bytes, at, extra);
            bytes.position(at + all);
        }
    }

    private void addEntry(String name, ByteBuffer bytes, int at, ByteBuffer extra) throws CheckpointException {
        if ((bytes.getShort(at + 8) & 1) != 0) {
            throw problem("'" + name + "' is encrypted");
        }
        if (bytes.getShort(at + 10) != 0) {
            throw problem("'" + name + "' is compressed: only stored files are read");
        }
        long unpacked = bytes.getInt(at + 24) & IN_EXTRA;
        long packed = bytes.getInt(at + 20) & IN_EXTRA;
        long header = bytes.getInt(at + 42) & IN_EXTRA;
        // The 64-bit forms follow one another in this order, each only if its 32 bits are all ones.
        ByteBuffer wide = extra64(extra);
        unpacked = unpacked == IN_EXTRA ? nextWide(wide, name) : unpacked;
        packed = packed == IN_EXTRA ? nextWide(wide, name) : packed;
        header = header == IN_EXTRA ? nextWide(wide, name) : header;
        if (packed != unpacked || unpacked < 0 || header < 0) {
            throw problem("'" + name + "': " + packed + " bytes stored for " + unpacked + " at byte " + header);
        }
        places.add(new ZipEntryPlace(name, header, unpacked, bytes.getInt(at + 16), header));
    }

    private static ByteBuffer extra64(ByteBuffer extra) {
        int at = 0;
        while (at + 4 <= extra.limit()) {
            int bytes = Math.min(unsigned(extra, at + 2), extra.limit() - at - 4);
            if (unsigned(extra, at) == EXTRA64) {
                return extra.slice(at + 4, bytes).order(extra.order());
            }
            at += 4 + bytes;
        }
        return ByteBuffer.allocate(0);
    }

    private long nextWide(ByteBuffer wide, String name) throws CheckpointException {
        if (wide.remaining() < Long.BYTES) {
            throw problem("'" + name + "': its 64-bit size is missing");
        }
        return wide.getLong();
    }

    /// Files with room up to the next one's header; a file that reaches further is found when it is opened.
    private Map<String, ZipEntryPlace> inOrder(long directoryStart) throws CheckpointException {
        places.sort(Comparator.comparingLong(ZipEntryPlace::header));
        var byName = new LinkedHashMap<String, ZipEntryPlace>();
        for (int i = 0; i < places.size(); i++) {
            ZipEntryPlace place = places.get(i);
            long next = i + 1 < places.size() ? places.get(i + 1).header() : directoryStart;
            if (next <= place.header()) {
                throw problem("'" + place.name() + "' begins at byte " + place.header() + ": what follows it at " + next);
            }
            if (byName.put(place.name(), place.endingAt(next)) != null) {
                throw problem("two files are called '" + place.name() + "'");
            }
        }
        return byName;
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private CheckpointException problem(String what) {
        return new CheckpointException(file.name(), what);
    }
}
