package dev.lathe.serve.jetty;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// What Jetty needs for TLS 1.3 and 1.2, from files.
final class Tls {
    private static final String ENTRY = "server";
    /// Of a store that is never written.
    private static final char[] IN_MEMORY = "in memory".toCharArray();

    private Tls() {}

    /// @throws IOException if a file cannot be read, or key and certificate are no pair; one line, which names the file
    static SslContextFactory.Server of(TlsFiles files) throws IOException {
        List<X509Certificate> chain = PemFile.certificates(files.certificate());
        PrivateKey key = PemFile.key(files.key());
        if (!PemFile.isPair(key, chain.getFirst().getPublicKey())) {
            throw new IOException("%s: not the key to the first certificate of %s".formatted(files.key(), files.certificate()));
        }
        var context = new SslContextFactory.Server();
        try {
            KeyStore own = empty();
            own.setKeyEntry(ENTRY, key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
            context.setKeyStore(own);
            context.setKeyStorePassword(new String(IN_MEMORY));
            if (files.clientAuthorities().isPresent()) {
                KeyStore trusted = empty();
                for (X509Certificate authority : PemFile.certificates(files.clientAuthorities().get())) {
                    trusted.setCertificateEntry("authority " + trusted.size(), authority);
                }
                context.setTrustStore(trusted);
                context.setNeedClientAuth(true);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("%s: %s".formatted(files.certificate(), e.getMessage()), e);
        }
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        // Clients may ask for this server by an address.
        context.setSniRequired(false);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
