package dev.lathe.serve.api;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All routes by their paths.
final class Routes {
    private final Map<String, Route> byPath = new LinkedHashMap<>();

    Routes(StatusRoutes status, MonitorRoutes monitor) {
        var all = new ArrayList<Route>();
        all.addAll(status.all());
        all.addAll(monitor.all());
        all.addAll(EmbeddingRoutes.all());
        all.addAll(PredictRoutes.all());
        all.addAll(new RerankRoutes().all());
        all.addAll(TokenRoutes.all());
        all.addAll(AnswerRoutes.all());
        all.addAll(PageRoutes.all());
        all.forEach(route -> byPath.put(route.path(), route));
    }

    List<Route> all() {
        return List.copyOf(byPath.values());
    }

    Optional<Route> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /// @throws HttpProblem if the route is for another method; `HEAD` is a `GET` of which the body is not sent
    static void requireMethod(Route route, String method) {
        String asked = method.equals("HEAD") ? "GET" : method;
        if (!route.method().equals(asked)) {
            throw new HttpProblem(Fault.METHOD, "%s: takes %s".formatted(route.path(), route.method()));
        }
    }
}
