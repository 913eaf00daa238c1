package dev.lathe.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Base64;

/// Certificates that vouch for themselves, made by the JDK's `keytool`: of each name a store `NAME.p12`, and `NAME.crt` and `NAME.key` as PEM.
///
/// @param folder where they are
public record Certificates(Path folder) {
    /// Of the stores.
    public static final String PASSWORD = "changeit";

    /// Makes one for `localhost` and 127.0.0.1, good for two days.
    ///
    /// @param algorithm `RSA`, or `EC` on P-256
    public void make(String name, String algorithm) throws IOException, InterruptedException, GeneralSecurityException {
        boolean curve = algorithm.equals("EC");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", name,
                "-keyalg", algorithm, curve ? "-groupname" : "-keysize", curve ? "secp256r1" : "2048", "-dname", "CN=" + name,
                "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore", folder.resolve(name + ".p12").toString(),
                "-storepass", PASSWORD).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
        KeyStore made = store(name);
        pem(name + ".crt", "CERTIFICATE", made.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", ((PrivateKey) made.getKey(name, PASSWORD.toCharArray())).getEncoded());
    }

    public KeyStore store(String name) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD.toCharArray());
    }

    /// Writes bytes in the textual form of RFC 7468.
    public void pem(String file, String label, byte[] bytes) throws IOException {
        Files.writeString(folder.resolve(file), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(
                label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), label));
    }
}
