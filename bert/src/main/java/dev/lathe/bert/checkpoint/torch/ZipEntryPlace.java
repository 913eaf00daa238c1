package dev.lathe.bert.checkpoint.torch;

/// Where a zip archive has one of its stored files.
///
/// @param name the file's path in the archive
/// @param header first byte of the header that goes before the file
/// @param bytes how long the file is
/// @param crc CRC-32 of the file; 0 too if it was not worked out, as PyTorch can be told
/// @param end where the next file's header, or the archive's directory, begins
record ZipEntryPlace(String name, long header, long bytes, int crc, long end) {
    ZipEntryPlace endingAt(long next) {
        return new ZipEntryPlace(name, header, bytes, crc, next);
    }
}
