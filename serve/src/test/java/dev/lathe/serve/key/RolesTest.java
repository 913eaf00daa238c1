package dev.lathe.serve.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesTest {
    private static final String KEY = KeyHash.newKey();
    private static final Roles ROLES = Roles.of("roles", List.of("# who", "reader /predict,/v1/* reviews,topics", "admin * *"));

    private static ApiKeys keys(String line) {
        return ApiKeys.of("keys", List.of(line), Optional.of(ROLES), System::nanoTime);
    }

    @Test
    void whatIsNotNamedIsDenied() {
        Permit reader = keys(KeyHash.line("ann", KEY) + " 60 role=reader").find(KEY).orElseThrow().permit();
        for (String route : List.of("/predict", "/v1/embeddings", "/v1/")) {
            assertTrue(reader.allowsRoute(route), route);
        }
        for (String route : List.of("/predict/", "/Predict", "/v1", "/v2/rerank", "/metrics", "/", "", "*")) {
            assertFalse(reader.allowsRoute(route), route);
        }
        assertTrue(reader.allowsModel("topics"));
        assertFalse(reader.allowsModel("vectors"));
        assertFalse(reader.allowsModel("*"));
        assertTrue(keys(KeyHash.line("tom", KEY) + " role=admin").find(KEY).orElseThrow().permit().allowsRoute("/metrics"));
    }

    @Test
    void rolesOfATokenAddUpAndUnknownOnesGiveNothing() {
        Roles roles = Roles.of("roles", List.of("a /predict x", "b /embed y"));
        assertTrue(roles.union(List.of("a", "b")).allowsRoute("/embed"));
        assertFalse(roles.union(List.of("a", "z")).allowsRoute("/embed"));
        assertFalse(roles.union(List.of("z")).allowsModel("x"));
        assertFalse(roles.union(List.of()).allowsRoute("/predict"));
    }

    @Test
    void filesThatAreNotAsTheyShouldBeAreOneLine() {
        refused("roles:1: needs a role, routes and models, such as: reader /predict,/classify reviews", "reader /predict");
        refused("roles:1: 'predict': a route is a path such as /predict, /v1/* or *", "reader predict *");
        refused("roles:1: '/v1*/x': a route is a path such as /predict, /v1/* or *", "reader /v1*/x *");
        refused("roles:2: 'a' is there twice", "a * *", "a * *");
        refused("roles: no role", "#");
        String line = KeyHash.line("ann", KEY);
        assertEquals("keys:1: 'ann' has no role; add role=NAME", assertThrows(IllegalArgumentException.class, () -> keys(line)).getMessage());
        assertEquals("keys:1: role 'boss': roles has reader, admin",
                assertThrows(IllegalArgumentException.class, () -> keys(line + " role=boss")).getMessage());
        assertEquals("keys:1: 'ann' has a role, and there is no file of roles",
                assertThrows(IllegalArgumentException.class, () -> ApiKeys.of("keys", List.of(line + " role=admin"), System::nanoTime)).getMessage());
    }

    private static void refused(String message, String... lines) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Roles.of("roles", List.of(lines))).getMessage());
    }

    @Test
    void aKeyThatIsTakenOutIsNoLongerGood(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), KeyHash.line("ann", KEY) + "\n");
        var now = new AtomicLong();
        var told = new ArrayList<String>();
        ReloadedKeys keys = ReloadedKeys.of(List.of(file), () -> ApiKeys.read(file), told::add, now::get);
        assertTrue(keys.find(KEY).isPresent());
        change(file, "broken line\n", 10);
        assertTrue(keys.find(KEY).isPresent(), "looked at once a second");
        now.addAndGet(1_000_000_000);
        assertTrue(keys.find(KEY).isPresent(), "what cannot be used changes nothing");
        now.addAndGet(1_000_000_000);
        keys.find(KEY);
        assertEquals(List.of("the keys stay as they were: %s:1: needs a name, the key's SHA-256 and perhaps requests a minute".formatted(file)), told);
        change(file, KeyHash.line("tom", KeyHash.newKey()) + "\n", 20);
        now.addAndGet(1_000_000_000);
        assertTrue(keys.find(KEY).isEmpty());
    }

    private static void change(Path file, String text, long second) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000));
    }
}
