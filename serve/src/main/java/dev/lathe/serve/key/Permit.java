package dev.lathe.serve.key;

import java.util.Set;

/// What a caller may ask: routes and models, by their names. What is not named is denied.
///
/// @param routes such as `/predict`; `*` for all, `/v1/*` for those that begin so
/// @param models by the names that clients ask for them by; `*` for all
public record Permit(Set<String> routes, Set<String> models) {
    /// Everything.
    public static final Permit ALL = new Permit(Set.of("*"), Set.of("*"));

    private static final String REST = "*";

    /// @throws IllegalArgumentException if a route is neither a path nor the beginning of one
    public Permit {
        routes = Set.copyOf(routes);
        models = Set.copyOf(models);
        for (String route : routes) {
            if (!route.equals(REST) && !route.matches("/[^*,\\s]*\\*?")) {
                throw new IllegalArgumentException("'%s': a route is a path such as /predict, /v1/* or *".formatted(route));
            }
        }
    }

    public boolean allowsRoute(String path) {
        return routes.contains(path) || routes.stream()
                .anyMatch(route -> route.endsWith(REST) && path.startsWith(route.substring(0, route.length() - 1)));
    }

    public boolean allowsModel(String name) {
        return models.contains(REST) || models.contains(name);
    }
}
