package dev.lathe.serve.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The roles of a file, a line each: a name, the routes, the models; several with commas between, `*` for all.
///
/// ```
/// reader  /predict,/classify  reviews
/// admin   *                   *
/// ```
public final class Roles {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\S+)");

    private final String file;
    private final Map<String, Permit> permits;

    private Roles(String file, Map<String, Permit> permits) {
        this.file = file;
        this.permits = permits;
    }

    /// @throws IllegalArgumentException if a line is no role, a name is there twice, or there is none; the message has the line
    public static Roles read(Path file) throws IOException {
        return of(file.toString(), Files.readAllLines(file));
    }

    static Roles of(String file, List<String> lines) {
        var permits = new LinkedHashMap<String, Permit>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = "%s:%d: ".formatted(file, i + 1);
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException(place + "needs a role, routes and models, such as: reader /predict,/classify reviews");
            }
            if (permits.put(parts.group(1), permit(place, parts.group(2), parts.group(3))) != null) {
                throw new IllegalArgumentException("%s'%s' is there twice".formatted(place, parts.group(1)));
            }
        }
        if (permits.isEmpty()) {
            throw new IllegalArgumentException(file + ": no role");
        }
        return new Roles(file, permits);
    }

    private static Permit permit(String place, String routes, String models) {
        try {
            return new Permit(Set.of(routes.split(",")), Set.of(models.split(",")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + e.getMessage());
        }
    }

    /// @throws IllegalArgumentException if there is no such role
    public Permit named(String role) {
        return Optional.ofNullable(permits.get(role)).orElseThrow(() -> new IllegalArgumentException(
                "role '%s': %s has %s".formatted(role, file, String.join(", ", permits.keySet()))));
    }

    /// All that any of some roles may do; nothing if none of them is known here.
    Permit union(Collection<String> roles) {
        var routes = new HashSet<String>();
        var models = new HashSet<String>();
        List<Permit> known = roles.stream().filter(permits::containsKey).map(permits::get).toList();
        if (known.size() == 1) {
            return known.getFirst();
        }
        known.forEach(permit -> {
            routes.addAll(permit.routes());
            models.addAll(permit.models());
        });
        return new Permit(routes, models);
    }
}
