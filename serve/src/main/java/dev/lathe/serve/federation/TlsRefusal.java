package dev.lathe.serve.federation;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// What either side of TLS does not accept, however often it is asked.
final class TlsRefusal {
    private TlsRefusal() {}

    /// @return why, one line; empty if the failure is one that may pass
    static Optional<String> of(IOException failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            String words = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
            if (cause instanceof CertificateException) {
                return Optional.of("the server's certificate is refused: " + words);
            }
            // The JDK has no type for an alert of the other side.
            if (cause instanceof SSLException && words.contains("fatal alert")) {
                return Optional.of("the server refuses: " + words);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
