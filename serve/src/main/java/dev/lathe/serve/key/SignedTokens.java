package dev.lathe.serve.key;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Callers who show a JSON Web Token (RFC 7519) that one of a file's keys has signed: RS256, ES256 or EdDSA, in the compact form of RFC 7515.
///
/// Checked are, in this order: the form, the key that the header names, that the algorithm is that key's, the signature; then that the issuer and the
/// audience are those that are meant, that it has an end and this is to come, and that it holds already. Of a failure nobody is told more than
/// that the token is not good.
public final class SignedTokens implements Keys {
    private static final int LONGEST = 12 << 10;
    private static final int LONGEST_NAME = 128;
    private static final Duration SKEW = Duration.ofSeconds(30);

    /// What a token must say.
    ///
    /// @param issuer `iss`
    /// @param audience one of `aud`
    /// @param claim whose value names roles: a list, or a text with blanks between
    public record Meant(String issuer, String audience, String claim) {}

    private final TokenKeys keys;
    private final Meant meant;
    private final Roles roles;
    private final InstantSource clock;

    private SignedTokens(TokenKeys keys, Meant meant, Roles roles, InstantSource clock) {
        this.keys = keys;
        this.meant = meant;
        this.roles = roles;
        this.clock = clock;
    }

    /// @param file JSON Web Keys
    /// @throws IllegalArgumentException if it has none that can be used
    public static SignedTokens read(Path file, Meant meant, Roles roles) throws IOException {
        return read(file, meant, roles, InstantSource.system());
    }

    static SignedTokens read(Path file, Meant meant, Roles roles, InstantSource clock) throws IOException {
        return new SignedTokens(TokenKeys.read(file), meant, roles, clock);
    }

    @Override
    public Optional<ApiKey> find(String shown) {
        String[] parts = shown.split("\\.", -1);
        if (shown.length() > LONGEST || parts.length != 3) {
            return Optional.empty();
        }
        try {
            return fields(parts[0]).flatMap(this::key)
                    .filter(key -> isSigned(key, parts))
                    .flatMap(_ -> fields(parts[1]))
                    .filter(this::isMeant)
                    .map(this::caller);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The key that a header names, if the header is one for it.
    private Optional<TokenKeys.TokenKey> key(Map<String, @Nullable Object> header) {
        // What is critical must be understood, and nothing is.
        if (header.containsKey("crit") || header.containsKey("kid") && !(header.get("kid") instanceof String)) {
            return Optional.empty();
        }
        return keys.named(Optional.ofNullable((String) header.get("kid"))).filter(key -> key.algorithm().equals(header.get("alg")));
    }

    private static boolean isSigned(TokenKeys.TokenKey key, String[] parts) {
        try {
            var signature = Signature.getInstance(key.signature());
            signature.initVerify(key.key());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(decoded(parts[2]));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean isMeant(Map<String, @Nullable Object> claims) {
        Instant now = clock.instant();
        boolean isForUs = meant.audience().equals(claims.get("aud"))
                || claims.get("aud") instanceof List<?> several && several.contains(meant.audience());
        Optional<Instant> end = time(claims, "exp");
        boolean holds = !claims.containsKey("nbf") || time(claims, "nbf").filter(start -> !now.isBefore(start.minus(SKEW))).isPresent();
        return isForUs && holds && meant.issuer().equals(claims.get("iss"))
                && end.filter(at -> now.isBefore(at.plus(SKEW))).isPresent()
                && claims.get("sub") instanceof String name && !name.isBlank() && name.length() <= LONGEST_NAME;
    }

    private ApiKey caller(Map<String, @Nullable Object> claims) {
        List<String> named = switch (claims.get(meant.claim())) {
            case List<?> several -> several.stream().filter(String.class::isInstance).map(String.class::cast).toList();
            case String text -> Arrays.asList(text.split(" +"));
            case null, default -> List.of();
        };
        return new ApiKey((String) claims.get("sub"), 0, roles.union(named), System::nanoTime);
    }

    /// Seconds since 1970, perhaps with a fraction.
    private static Optional<Instant> time(Map<String, @Nullable Object> claims, String name) {
        return claims.get(name) instanceof Number number && Math.abs(number.doubleValue()) < Integer.MAX_VALUE * 1000.0
                ? Optional.of(Instant.ofEpochSecond(number.longValue())) : Optional.empty();
    }

    private static Optional<Map<String, @Nullable Object>> fields(String part) {
        try (JsonParser json = JsonReader.SMALL.parser(new String(decoded(part), StandardCharsets.UTF_8))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<String, @Nullable Object> fields = JsonReader.object(json);
            return json.nextToken() == null ? Optional.of(fields) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// @throws IllegalArgumentException if it is not spelled in the one way in which base64url spells bytes
    private static byte[] decoded(String part) {
        byte[] bytes = Base64.getUrlDecoder().decode(part);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
            throw new IllegalArgumentException("token: not base64url");
        }
        return bytes;
    }
}
