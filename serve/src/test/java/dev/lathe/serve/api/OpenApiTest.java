package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.serve.Json;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.model.ServedModels;
import dev.lathe.serve.watch.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The description and the page, held against the routes that there are.
class OpenApiTest {
    @Test
    void describesEveryRouteAndNoOther(@TempDir Path directory) throws IOException {
        try (var served = new Served(directory)) {
            String document = served.get("/openapi.json").content().text();
            var described = new TreeSet<String>();
            ((Map<?, ?>) Json.at(document, "paths")).forEach((path, methods) ->
                    ((Map<?, ?>) methods).keySet().forEach(method -> described.add(path + " " + method.toString().toUpperCase(Locale.ROOT))));
            assertEquals(routes(served.models), described);
        }
    }

    private static TreeSet<String> routes(ServedModels models) {
        var routes = new TreeSet<String>();
        try (var meters = new ServeMeters()) {
            var status = new StatusRoutes(models, Limits.USUAL, new Admission(Limits.USUAL), meters, new ServerFacts("1", 0));
            new Routes(status, new MonitorRoutes(models, Watch.ofNothing(), Optional.empty())).all().forEach(route -> routes.add(route.path() + " " + route.method()));
        }
        return routes;
    }

    @Test
    void thePageNeedsNothingFromElsewhere(@TempDir Path directory) throws IOException {
        try (var served = new Served(directory)) {
            for (String path : new String[] {"/", "/page.css", "/page.js"}) {
                Response response = served.get(path);
                assertTrue(!response.content().text().matches("(?s).*https?://.*"), path);
                assertTrue(response.headers().get("Content-Security-Policy").startsWith("default-src 'none'"), path);
            }
            assertTrue(served.get("/page.css").content().text().contains("prefers-color-scheme: dark"));
        }
    }
}
