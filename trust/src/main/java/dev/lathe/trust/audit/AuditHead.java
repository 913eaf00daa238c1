package dev.lathe.trust.audit;

import dev.lathe.bert.checkpoint.file.WholeAppend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The file beside a log that says where the log ends, so that lines taken from its end are missed. With a key nobody else can write it.
///
/// @param number of the last line that is sealed
/// @param hash of that line
/// @param mac HMAC-SHA256 of both; empty without a key
record AuditHead(long number, String hash, String mac) {
    private static final Pattern FORM = Pattern.compile("\\{\"n\":([0-9]{1,18}),\"hash\":\"([0-9a-f]{64})\",\"mac\":\"((?:[0-9a-f]{64})?)\"\\}\n");

    static AuditHead of(AuditLine last, Optional<AuditKey> key) {
        return new AuditHead(last.number(), last.hash(), key.map(by -> mac(by, last.number(), last.hash())).orElse(""));
    }

    static Path file(Path log) {
        return log.resolveSibling(log.getFileName() + ".head");
    }

    /// @return empty if there is none
    /// @throws AuditException if it is no head
    static Optional<AuditHead> read(Path log) throws IOException {
        Path file = file(log);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            throw new AuditException(file + ": not the head of a log");
        }
        return Optional.of(new AuditHead(Long.parseLong(form.group(1)), form.group(2), form.group(3)));
    }

    boolean isSignedBy(AuditKey key) {
        return MessageDigest.isEqual(mac.getBytes(StandardCharsets.US_ASCII), mac(key, number, hash).getBytes(StandardCharsets.US_ASCII));
    }

    /// Appears whole or not at all, and stays when the machine stops.
    void write(Path log) throws IOException {
        Path file = file(log);
        Path unfinished = log.resolveSibling(log.getFileName() + ".head.new");
        byte[] bytes = "{\"n\":%d,\"hash\":\"%s\",\"mac\":\"%s\"}\n".formatted(number, hash, mac).getBytes(StandardCharsets.US_ASCII);
        // Its name is ours by the log's lock; what a killed process has left there goes, and a link is not followed.
        Files.deleteIfExists(unfinished);
        boolean written = false;
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            WholeAppend.of(file, channel, ByteBuffer.wrap(bytes));
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(unfinished);
            }
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String mac(AuditKey key, long number, String hash) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("lathe audit head %d %s".formatted(number, hash).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HMAC-SHA256 in this JDK", e);
        }
    }
}
