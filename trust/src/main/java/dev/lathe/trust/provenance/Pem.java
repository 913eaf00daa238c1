package dev.lathe.trust.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes in the textual form of RFC 7468, as openssl reads and writes them.
final class Pem {
    private static final int LINE = 64;
    private static final int MOST_BYTES = 1 << 16;
    private static final String FORM = "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n";

    private Pem() {}

    static String text(String label, byte[] bytes) {
        return FORM.formatted(label, Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes));
    }

    /// The bytes of the only block of this label; other text is passed over.
    ///
    /// @throws ProvenanceException if there is none, are several, or it is no base64
    static byte[] read(Path file, String label) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new ProvenanceException("%s: %d bytes: no key is that long".formatted(file, Files.size(file)));
        }
        Matcher matcher = Pattern.compile("-----BEGIN %1$s-----\\s([A-Za-z0-9+/=\\s]*+)-----END %1$s-----".formatted(Pattern.quote(label)))
                .matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        List<String> blocks = matcher.results().map((MatchResult block) -> block.group(1)).toList();
        if (blocks.size() != 1) {
            throw new ProvenanceException("%s: %d blocks '-----BEGIN %s-----'; needs one".formatted(file, blocks.size(), label));
        }
        try {
            return Base64.getMimeDecoder().decode(blocks.getFirst());
        } catch (IllegalArgumentException e) {
            throw new ProvenanceException(file + ": no base64", e);
        }
    }
}
