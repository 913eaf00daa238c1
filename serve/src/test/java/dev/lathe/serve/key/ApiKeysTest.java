package dev.lathe.serve.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(5);

    private ApiKeys keys(String... lines) {
        return ApiKeys.of("keys.txt", List.of(lines), now::get);
    }

    @Test
    void aKeyIsFoundByItsHashAndNoOther() {
        String key = KeyHash.newKey();
        ApiKeys keys = keys("# who may ask", "", KeyHash.line("ann", key), KeyHash.line("tom", KeyHash.newKey()));
        assertEquals("ann", keys.find(key).orElseThrow().name());
        assertEquals(Optional.empty(), keys.find(key + "a").map(ApiKey::name));
        assertEquals(Optional.empty(), keys.find("").map(ApiKey::name));
        assertNotEquals(KeyHash.newKey(), key);
        assertTrue(key.matches("lathe-[A-Za-z0-9_-]{43}"), "a key is one word");
    }

    @Test
    void theHashIsPlainSha256() {
        // Of `printf %s abc | sha256sum`.
        assertEquals("ann ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", KeyHash.line("ann", "abc"));
    }

    @Test
    void aMinutesRequestsMayComeAtOnceAndThenEvenly() {
        String key = KeyHash.newKey();
        ApiKey ann = keys(KeyHash.line("ann", key) + " 3").find(key).orElseThrow();
        for (int i = 0; i < 3; i++) {
            assertEquals(OptionalInt.empty(), ann.take());
        }
        assertEquals(OptionalInt.of(20), ann.take());
        now.addAndGet(15 * SECOND);
        assertEquals(OptionalInt.of(5), ann.take());
        now.addAndGet(5 * SECOND);
        assertEquals(OptionalInt.empty(), ann.take());
        assertEquals(OptionalInt.of(20), ann.take());
        now.addAndGet(3600 * SECOND);
        for (int i = 0; i < 3; i++) {
            assertEquals(OptionalInt.empty(), ann.take());
        }
        assertEquals(OptionalInt.of(20), ann.take());
    }

    @Test
    void linesThatAreNoKeysAreToldWithoutTheirText() {
        assertEquals("keys.txt:2: needs a name, the key's SHA-256 and perhaps requests a minute",
                assertThrows(IllegalArgumentException.class, () -> keys("#", "ann lathe-secret")).getMessage());
        assertEquals("keys.txt: no key", assertThrows(IllegalArgumentException.class, () -> keys("# none")).getMessage());
        String line = KeyHash.line("ann", "abc");
        assertEquals("keys.txt:2: 'ann' is there twice",
                assertThrows(IllegalArgumentException.class, () -> keys(line, line)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> keys(line + " 0"));
        assertThrows(IllegalArgumentException.class, () -> KeyHash.line("a b", "abc"));
    }
}
