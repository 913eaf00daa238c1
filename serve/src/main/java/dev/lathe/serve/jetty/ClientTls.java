package dev.lathe.serve.jetty;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// What a client knows a server by over TLS, and proves itself by, from PEM files as a server has them.
public final class ClientTls {
    private ClientTls() {}

    /// A client's own certificate.
    ///
    /// @param certificate with those of who vouches for it behind it
    /// @param key to it: PKCS#8, RSA or EC, not encrypted
    public record Own(Path certificate, Path key) {}

    /// @param authorities who vouches for the server; if empty, those that the JDK knows
    /// @param own if the server asks for a certificate
    /// @throws IOException if a file cannot be used; one line, which names it
    public static SSLContext context(Optional<Path> authorities, Optional<Own> own) throws IOException {
        try {
            TrustManager[] trusted = null;
            if (authorities.isPresent()) {
                var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(Tls.trusted(authorities.get()));
                trusted = trust.getTrustManagers();
            }
            KeyManager[] shown = null;
            if (own.isPresent()) {
                var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(Tls.own(own.get().certificate(), own.get().key()), Tls.IN_MEMORY);
                shown = keys.getKeyManagers();
            }
            var context = SSLContext.getInstance("TLS");
            context.init(shown, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: " + e.getMessage(), e);
        }
    }
}
