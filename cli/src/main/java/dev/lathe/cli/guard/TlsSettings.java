package dev.lathe.cli.guard;

import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.jetty.ClientTls;
import dev.lathe.serve.jetty.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a server proves itself by.
public final class TlsSettings {
    @Option(names = "--tls-cert", paramLabel = "FILE",
            description = "Serve over TLS (https) with this certificate, PEM, those of its authorities behind it; needs --tls-key.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key, PEM: PKCS#8, RSA or EC, without a password.")
    private Optional<Path> key = Optional.empty();

    @Option(names = "--tls-client-ca", paramLabel = "FILE",
            description = "Let in only clients with a certificate of these authorities, PEM; needs --tls-cert.")
    private Optional<Path> clientAuthorities = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @param surroundings where is said that files have been read again
    /// @throws ParameterException if options are missing that others need
    public ServeOptions on(ServeOptions options, Surroundings surroundings) {
        return files(surroundings).map(options::withTls).orElse(options);
    }

    /// The files, if TLS is asked for; the same refusals.
    public Optional<TlsFiles> files(Surroundings surroundings) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--tls-cert, --tls-key: one needs the other");
        }
        if (clientAuthorities.isPresent() && certificate.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--tls-client-ca: needs --tls-cert and --tls-key");
        }
        return certificate.map(path -> new TlsFiles(path, key.orElseThrow(), clientAuthorities, surroundings::say));
    }

    /// As a client that is asked for a certificate has them.
    ///
    /// @throws ParameterException if one of the two is missing, or authorities of clients are given
    public Optional<ClientTls.Own> own(Surroundings surroundings) {
        if (clientAuthorities.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--tls-client-ca: is the server's; a client has --ca");
        }
        return files(surroundings).map(files -> new ClientTls.Own(files.certificate(), files.key()));
    }
}
