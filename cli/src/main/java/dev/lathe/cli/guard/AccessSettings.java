package dev.lathe.cli.guard;

import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.key.ApiKeys;
import dev.lathe.serve.key.KeyRing;
import dev.lathe.serve.key.Keys;
import dev.lathe.serve.key.ReloadedKeys;
import dev.lathe.serve.key.Roles;
import dev.lathe.serve.key.SignedTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Who may ask a server, and what.
public final class AccessSettings {
    @Option(names = "--api-keys", paramLabel = "FILE",
            description = "Answer only those who have a key of this file; 'lathe serve-key' makes keys. Read again when it changes.")
    private Optional<Path> keys = Optional.empty();

    @Option(names = "--roles", paramLabel = "FILE",
            description = "What each key may ask: a line for each role, such as 'reader /predict,/classify my-model'; keys have role=NAME.")
    private Optional<Path> roles = Optional.empty();

    @Option(names = "--jwt-keys", paramLabel = "FILE",
            description = "Answer those too who show a JSON Web Token that a key of this file (JWKS) has signed; needs --roles, --jwt-issuer and --jwt-audience.")
    private Optional<Path> tokenKeys = Optional.empty();

    @Option(names = "--jwt-issuer", paramLabel = "TEXT", description = "Who must have issued a token: its 'iss'.")
    private Optional<String> issuer = Optional.empty();

    @Option(names = "--jwt-audience", paramLabel = "TEXT", description = "Whom a token must be for: one of its 'aud'.")
    private Optional<String> audience = Optional.empty();

    @Option(names = "--jwt-roles-claim", paramLabel = "NAME", description = "The field of a token that names roles; default roles.")
    private String claim = "roles";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if options are missing that others need
    /// @throws IllegalArgumentException if a file is not as it should be
    public ServeOptions on(ServeOptions options, Surroundings surroundings) throws IOException {
        return keys(surroundings).map(options::withKeys).orElse(options);
    }

    /// Those who may ask, if not everybody; the same refusals.
    ///
    /// @param surroundings where is said that a file cannot be used any more
    public Optional<Keys> keys(Surroundings surroundings) throws IOException {
        require(roles.isEmpty() || keys.isPresent() || tokenKeys.isPresent(), "--roles: needs --api-keys or --jwt-keys");
        require(tokenKeys.isEmpty() || roles.isPresent() && issuer.isPresent() && audience.isPresent(),
                "--jwt-keys: needs --roles, --jwt-issuer and --jwt-audience");
        require(tokenKeys.isPresent() || issuer.isEmpty() && audience.isEmpty(), "--jwt-issuer, --jwt-audience: need --jwt-keys");
        if (keys.isEmpty() && tokenKeys.isEmpty()) {
            return Optional.empty();
        }
        List<Path> files = Stream.of(keys, roles, tokenKeys).flatMap(Optional::stream).toList();
        return Optional.of(ReloadedKeys.of(files, this::load, surroundings::say));
    }

    /// Whether any is given.
    public boolean isGiven() {
        return Stream.of(keys, roles, tokenKeys, issuer, audience).anyMatch(Optional::isPresent);
    }

    private Keys load() throws IOException {
        Optional<Roles> known = roles.isPresent() ? Optional.of(Roles.read(roles.get())) : Optional.empty();
        var all = new ArrayList<Keys>();
        if (keys.isPresent()) {
            all.add(known.isPresent() ? ApiKeys.read(keys.get(), known.get()) : ApiKeys.read(keys.get()));
        }
        if (tokenKeys.isPresent()) {
            var meant = new SignedTokens.Meant(issuer.orElseThrow(), audience.orElseThrow(), claim);
            all.add(SignedTokens.read(tokenKeys.get(), meant, known.orElseThrow()));
        }
        return new KeyRing(all);
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
