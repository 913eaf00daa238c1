package dev.lathe.serve.api;

import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// A page to try the routes with, which needs nothing from elsewhere, and their description for tools.
final class PageRoutes {
    private static final Map<String, String> SAFE = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer");

    private PageRoutes() {}

    static List<Route> all() {
        return List.of(
                page("/", "page.html", "text/html; charset=utf-8", true),
                page("/page.css", "page.css", "text/css; charset=utf-8", true),
                page("/page.js", "page.js", "text/javascript; charset=utf-8", true),
                page("/openapi.json", "openapi.json", "application/json", false));
    }

    private static Route page(String path, String resource, String type, boolean open) {
        Response response = Response.ok(Content.of(type, read(resource))).with(SAFE);
        return Route.get(path, open, () -> response);
    }

    private static byte[] read(String name) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
