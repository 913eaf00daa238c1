package dev.lathe.serve.jetty;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// What Jetty needs for TLS 1.3 and 1.2, from files.
///
/// @param own the server's certificate and key
/// @param trusted who vouches for clients, if they must show a certificate
record Tls(KeyStore own, Optional<KeyStore> trusted) {
    private static final String ENTRY = "server";
    /// Of a store that is never written.
    static final char[] IN_MEMORY = "in memory".toCharArray();

    /// @throws IOException if a file cannot be read, or key and certificate are no pair; one line, which names the file
    static Tls read(TlsFiles files) throws IOException {
        return new Tls(own(files.certificate(), files.key()),
                files.clientAuthorities().isEmpty() ? Optional.empty() : Optional.of(trusted(files.clientAuthorities().get())));
    }

    /// A certificate and its key, which has the password [#IN_MEMORY].
    static KeyStore own(Path certificate, Path keyFile) throws IOException {
        List<X509Certificate> chain = PemFile.certificates(certificate);
        PrivateKey key = PemFile.key(keyFile);
        if (!PemFile.isPair(key, chain.getFirst().getPublicKey())) {
            throw new IOException("%s: not the key to the first certificate of %s".formatted(keyFile, certificate));
        }
        try {
            KeyStore own = empty();
            own.setKeyEntry(ENTRY, key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
            return own;
        } catch (GeneralSecurityException e) {
            throw new IOException("%s: %s".formatted(certificate, e.getMessage()), e);
        }
    }

    /// Who vouches for the other side.
    static KeyStore trusted(Path authorities) throws IOException {
        try {
            KeyStore trusted = empty();
            for (X509Certificate authority : PemFile.certificates(authorities)) {
                trusted.setCertificateEntry("authority " + trusted.size(), authority);
            }
            return trusted;
        } catch (GeneralSecurityException e) {
            throw new IOException("%s: %s".formatted(authorities, e.getMessage()), e);
        }
    }

    /// A context of it.
    SslContextFactory.Server context() {
        var context = new SslContextFactory.Server();
        put(context);
        context.setKeyStorePassword(new String(IN_MEMORY));
        context.setNeedClientAuth(trusted.isPresent());
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        // Clients may ask for this server by an address.
        context.setSniRequired(false);
        return context;
    }

    /// Puts it in the place of what a context has.
    void put(SslContextFactory context) {
        context.setKeyStore(own);
        trusted.ifPresent(context::setTrustStore);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
