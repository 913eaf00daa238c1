package dev.lathe.bert.checkpoint;

/// Where a zip archive has one of its stored files.
///
/// @param name the file's path in the archive
/// @param header first byte of the header that goes before the file
/// @param bytes how long the file is
/// @param end where the next file's header, or the archive's directory, begins
record ZipEntryPlace(String name, long header, long bytes, long end) {
    ZipEntryPlace endingAt(long next) {
        return new ZipEntryPlace(name, header, bytes, next);
    }
}
