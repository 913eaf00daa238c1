package dev.lathe.serve.federation;

import dev.lathe.serve.api.Guard;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.Handler;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.key.ApiKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a client can ask, by `POST`: `/federation/join`, `/next`, `/reply`, `/alive`. It says who it is in `Lathe-Client`, and which process in
/// `Lathe-Process`.
final class FederationRoutes implements Handler {
    static final String CLIENT = "lathe-client";
    static final String PROCESS = "lathe-process";
    static final String ORDER = "lathe-order";
    static final int OK = 200;
    static final int NOTHING_YET = 204;
    static final int STRANGER = 404;
    static final int TAKEN = 409;
    static final int OVER = 410;
    static final int TOO_OFTEN = 429;
    private static final String BYTES = "application/octet-stream";
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Map<String, ClientLine> lines;
    private final Map<String, byte[]> invitations;
    private final Guard guard;
    private volatile int limit = 1 << 16;
    private volatile String end = "";

    /// @param invitations what each client is told that joins
    /// @param guard who may ask; whoever has a key is the client of the key's name and no other
    FederationRoutes(Map<String, ClientLine> lines, Map<String, byte[]> invitations, Guard guard) {
        this.lines = Map.copyOf(lines);
        this.invitations = Map.copyOf(invitations);
        this.guard = guard;
    }

    /// @param bytes of a reply at most
    void limit(int bytes) {
        limit = bytes;
    }

    /// From now on clients are told that all is over.
    synchronized void end(String words) {
        end = end.isEmpty() ? words : end;
        lines.values().forEach(ClientLine::end);
    }

    @Override
    public Response answer(Request request) {
        try {
            String name = URLDecoder.decode(request.header(CLIENT).orElse(""), StandardCharsets.UTF_8);
            requireKey(request, name);
            ClientLine line = lines.get(name);
            if (!request.method().equals("POST") || line == null) {
                return said(STRANGER, "no client '%s' in this federation".formatted(name));
            }
            String process = request.header(PROCESS).orElse("");
            return switch (request.path()) {
                case "/federation/join" -> line.join(process) ? bytes(invitations.get(name), Map.of())
                        : said(TAKEN, "client '%s' is here already".formatted(name));
                case "/federation/next" -> line.hears(process) ? next(line) : said(TAKEN, "join first");
                case "/federation/reply" -> line.hears(process) ? said(reply(request, line) ? OK : NOTHING_YET, "") : said(TAKEN, "join first");
                case "/federation/alive" -> said(line.lives(process) ? OK : TAKEN, "");
                default -> said(STRANGER, "no such route");
            };
        } catch (HttpProblem problem) {
            return said(problem.fault().status(), String.valueOf(problem.getMessage()));
        } catch (IllegalArgumentException wrong) {
            return said(400, "headers: " + wrong.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return said(OVER, "stopped");
        }
    }

    private void requireKey(Request request, String name) {
        ApiKey key = guard.requireKey(request);
        Guard.requirePermit(key, request.path());
        if (guard.keys().isPresent() && !key.name().equals(name)) {
            throw new HttpProblem(Fault.FORBIDDEN, "the key of '%s' is not client '%s''s".formatted(key.name(), name));
        }
    }

    private Response next(ClientLine line) throws InterruptedException {
        Optional<ClientLine.Pending> pending = end.isEmpty() ? line.next(WAIT) : Optional.empty();
        if (!end.isEmpty()) {
            line.toldTheEnd();
            return said(OVER, end);
        }
        return pending.isEmpty() ? said(NOTHING_YET, "")
                : bytes(pending.get().order(), Map.of(ORDER, String.valueOf(pending.get().number())));
    }

    private boolean reply(Request request, ClientLine line) {
        return line.reply(Integer.parseInt(request.header(ORDER).orElse("0")), request.body().read(limit, _ -> { }));
    }

    private static Response bytes(byte[] bytes, Map<String, String> headers) {
        return new Response(OK, new LinkedHashMap<>(headers), Content.of(BYTES, bytes));
    }

    private static Response said(int status, String words) {
        return new Response(status, new LinkedHashMap<>(), words.isEmpty() ? Content.NONE : Content.text("text/plain", words));
    }
}
