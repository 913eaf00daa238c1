package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What a document says of a file of weights: its SHA-256, the same on every processor.
///
/// @param hash in hexadecimal
record StatedSum(Path file, String hash) {
    private static final Pattern SENTENCE =
            Pattern.compile("`([^`]+model\\.safetensors)`, on every processor with the SHA-256\\s+`([0-9a-f]{64})`");

    /// The sentence of a document.
    ///
    /// @param folder that the document's paths start from
    /// @throws AssertionError if there is none, or more than one
    static StatedSum in(Path document, Path folder) throws IOException {
        List<MatchResult> sentences = Checkout.matches(document, SENTENCE);
        assertEquals(1, sentences.size(), () -> document + ": sentences with a SHA-256");
        MatchResult sentence = sentences.getFirst();
        return new StatedSum(folder.resolve(sentence.group(1)), sentence.group(2));
    }

    /// Fails unless the file is what the document says.
    void check() throws IOException {
        assertEquals(hash, sha256(file), file::toString);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
