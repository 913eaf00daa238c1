package dev.lathe.cli.guard;

import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.federation.Entrance;
import dev.lathe.serve.federation.FederationMember;
import dev.lathe.serve.jetty.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How the two sides of a federation know each other: the server's options are those of `serve`.
public final class FederationAccess {
    private static final String VARIABLE = "LATHE_API_KEY";
    private static final Pattern LOCAL_HOST = Pattern.compile("localhost|127\\.[0-9.]+|::1");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");

    @Option(names = "--host", paramLabel = "NAME", description = "With --listen: the name or address to listen to; default 127.0.0.1, which this machine alone "
            + "reaches. Any other needs TLS, and keys or --tls-client-ca.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--ca", paramLabel = "FILE", description = "With --join: who vouches for the server, PEM; default those that Java knows.")
    private Optional<Path> authorities = Optional.empty();

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "With --join: the key of this client, as 'lathe serve-key --name CLIENT' prints it. Without, "
            + "it is taken from the environment variable LATHE_API_KEY.")
    private Optional<Path> key = Optional.empty();

    @Mixin
    private AccessSettings access = new AccessSettings();

    @Mixin
    private TlsSettings tls = new TlsSettings();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// Refuses what a federation in one process has no use for.
    ///
    /// @throws ParameterException if anything is given
    public void requireNone(Surroundings surroundings) {
        require(host.isEmpty() && !access.isGiven() && tls.files(surroundings).isEmpty(), "--host, --api-keys, --tls-cert and the like: go with --listen");
        requireNoClient();
    }

    private void requireNoClient() {
        require(authorities.isEmpty() && key.isEmpty(), "--ca, --api-key-file: go with --join only");
    }

    /// The server's.
    ///
    /// @throws ParameterException if strangers could come in
    /// @throws IllegalArgumentException if a file of keys is not as it should be
    public Entrance entrance(int port, Surroundings surroundings) throws IOException {
        requireNoClient();
        var entrance = new Entrance(host.orElse(Entrance.LOOPBACK), port, access.keys(surroundings), tls.files(surroundings));
        require(LOCAL_HOST.matcher(entrance.host()).matches() || entrance.tls().isPresent()
                        && (entrance.keys().isPresent() || entrance.tls().get().clientAuthorities().isPresent()),
                "--host %s: others than this machine's programs reach it; needs --tls-cert and --tls-key, and --api-keys or --tls-client-ca".formatted(
                        entrance.host()));
        return entrance;
    }

    /// A client's.
    ///
    /// @throws ParameterException if the server's options are given
    public FederationMember member(URI server, String name, Duration patience, Surroundings surroundings) throws IOException {
        require(host.isEmpty() && !access.isGiven(), "--host, --api-keys, --roles, --jwt-keys: are the server's; a client has --api-key-file");
        Optional<ClientTls.Own> own = tls.own(surroundings);
        boolean asked = authorities.isPresent() || own.isPresent();
        require(!asked || "https".equals(server.getScheme()), "--ca, --tls-cert: need an address that begins with https://");
        Optional<SSLContext> context = asked ? Optional.of(ClientTls.context(authorities, own)) : Optional.empty();
        return new FederationMember(server, name, patience, context, key(surroundings));
    }

    private Optional<String> key(Surroundings surroundings) throws IOException {
        Optional<String> given = key.isPresent() ? Optional.of(Files.readString(key.get())) : Optional.ofNullable(surroundings.environment().get(VARIABLE));
        Optional<String> found = given.map(String::strip);
        if (found.isPresent() && !KEY.matcher(found.get()).matches()) {
            throw new IOException("%s: is no key; 'lathe serve-key' prints one".formatted(key.map(Path::toString).orElse(VARIABLE)));
        }
        return found;
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
