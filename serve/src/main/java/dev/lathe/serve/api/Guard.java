package dev.lathe.serve.api;

import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.key.ApiKey;
import dev.lathe.serve.key.Keys;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who may ask: those who have a key, if there are keys; pages of one other site, if one is named.
///
/// Without keys only this machine's programs are meant, unless the server listens to others: a page of any site could ask through
/// the browser of whoever works here. So what browsers send must be named for this machine, and be JSON, which they ask leave for first.
///
/// @param keys if any; then all that is not open to everybody is refused without one
/// @param origin whose pages may ask, such as `https://example.org`; `*` for all
/// @param local whether the server listens to this machine only
public record Guard(Optional<Keys> keys, Optional<String> origin, boolean local) {
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");
    private static final Pattern LOCAL_HOST = Pattern.compile("(?i)(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?");
    private static final Set<String> KEY_HEADERS = Set.of("x-api-key", "api-key");
    private static final String NO_CONTENT_METHOD = "OPTIONS";

    /// Nobody is refused but other sites' pages.
    public static final Guard OPEN = new Guard(Optional.empty(), Optional.empty(), true);

    /// @throws HttpProblem if the request is none that a program of this machine, or an allowed page, sends
    void requireNamed(Request request) {
        if (local && keys.isEmpty()) {
            request.header("Host").filter(host -> !LOCAL_HOST.matcher(host).matches()).ifPresent(_ -> {
                throw new HttpProblem(Fault.FORBIDDEN, "Host: this server is for its own machine only");
            });
        }
    }

    /// Who asks.
    ///
    /// @throws HttpProblem if there are keys and this is none
    public ApiKey requireKey(Request request) {
        if (keys.isEmpty()) {
            return ApiKey.ANYBODY;
        }
        return presented(request).flatMap(keys.get()::find)
                .orElseThrow(() -> new HttpProblem(Fault.UNAUTHORIZED, "no valid API key; send Authorization: Bearer KEY"));
    }

    /// @throws HttpProblem if the caller may not ask this, or has asked enough for now
    public static void requirePermit(ApiKey key, String path) {
        if (!key.permit().allowsRoute(path)) {
            throw new HttpProblem(Fault.FORBIDDEN, "'%s' may not ask %s".formatted(key.name(), path));
        }
        key.take().ifPresent(seconds -> {
            throw new HttpProblem(Fault.OVERLOADED, "'%s' has asked enough for now".formatted(key.name()), seconds);
        });
    }

    private static Optional<String> presented(Request request) {
        var bearer = request.header("Authorization").map(BEARER::matcher);
        if (bearer.isPresent()) {
            return bearer.get().matches() ? Optional.of(bearer.get().group(1)) : Optional.empty();
        }
        return KEY_HEADERS.stream().flatMap(name -> request.header(name).stream()).findFirst();
    }

    /// @throws HttpProblem if the body is not said to be JSON
    static void requireJson(Request request) {
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals("application/json")) {
            throw new HttpProblem(Fault.MEDIA_TYPE, "Content-Type: must be application/json");
        }
    }

    /// What a browser is told when it asks whether a page may ask; empty if the request is no such question, or no.
    Optional<Response> preflight(Request request) {
        if (!request.method().equals(NO_CONTENT_METHOD) || !isAllowed(request)) {
            return Optional.empty();
        }
        var headers = new LinkedHashMap<String, String>();
        headers.put("Access-Control-Allow-Methods", "GET, POST");
        headers.put("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Api-Key");
        headers.put("Access-Control-Max-Age", "600");
        return Optional.of(named(request, new Response(204, headers, Content.NONE)));
    }

    /// The answer, which the browser then shows to the page that asked, if that may see it.
    Response named(Request request, Response response) {
        if (!isAllowed(request)) {
            return response;
        }
        var headers = new LinkedHashMap<String, String>();
        headers.put("Access-Control-Allow-Origin", origin.orElseThrow());
        headers.put("Vary", "Origin");
        return response.with(headers);
    }

    private boolean isAllowed(Request request) {
        return origin.isPresent() && request.header("Origin").filter(from -> origin.get().equals("*") || origin.get().equals(from)).isPresent();
    }
}
