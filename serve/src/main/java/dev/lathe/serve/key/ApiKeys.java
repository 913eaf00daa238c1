package dev.lathe.serve.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys of a file, a line each: a name, the key's SHA-256 in hexadecimal digits, requests a minute if it is to be bounded, and `role=` with a
/// role where there are roles.
/// Empty lines and those that begin with `#` say nothing.
public final class ApiKeys implements Keys {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([0-9a-fA-F]{64})(?:\\s+([1-9][0-9]{0,8}))?(?:\\s+role=(\\S+))?\\s*");

    private final List<Entry> entries;

    private record Entry(byte[] hash, ApiKey key) {}

    private ApiKeys(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /// @throws IllegalArgumentException if a line is none of these, a name is there twice, or there is no key
    public static ApiKeys read(Path file) throws IOException {
        return of(file.toString(), Files.readAllLines(file), Optional.empty(), System::nanoTime);
    }

    /// @param roles that keys may have; each must have one
    /// @throws IllegalArgumentException as above, or if a key has no role that there is
    public static ApiKeys read(Path file, Roles roles) throws IOException {
        return of(file.toString(), Files.readAllLines(file), Optional.of(roles), System::nanoTime);
    }

    static ApiKeys of(String file, List<String> lines, LongSupplier clock) {
        return of(file, lines, Optional.empty(), clock);
    }

    static ApiKeys of(String file, List<String> lines, Optional<Roles> roles, LongSupplier clock) {
        var entries = new ArrayList<Entry>();
        var names = new HashSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                // The line itself may hold a key in clear.
                throw new IllegalArgumentException(
                        "%s:%d: needs a name, the key's SHA-256 and perhaps requests a minute".formatted(file, i + 1));
            }
            if (!names.add(parts.group(1))) {
                throw new IllegalArgumentException("%s:%d: '%s' is there twice".formatted(file, i + 1, parts.group(1)));
            }
            int perMinute = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
            Permit permit = permit("%s:%d: ".formatted(file, i + 1), parts.group(1), Optional.ofNullable(parts.group(4)), roles);
            entries.add(new Entry(HexFormat.of().parseHex(parts.group(2)), new ApiKey(parts.group(1), perMinute, permit, clock)));
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(file + ": no key");
        }
        return new ApiKeys(entries);
    }

    private static Permit permit(String place, String name, Optional<String> role, Optional<Roles> roles) {
        if (role.isPresent() != roles.isPresent()) {
            throw new IllegalArgumentException(role.isPresent()
                    ? "%s'%s' has a role, and there is no file of roles".formatted(place, name) : "%s'%s' has no role; add role=NAME".formatted(place, name));
        }
        try {
            return roles.isPresent() ? roles.get().named(role.orElseThrow()) : Permit.ALL;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + e.getMessage());
        }
    }

    /// Whose key this is. Each is compared in full, so that the time says nothing.
    @Override
    public Optional<ApiKey> find(String key) {
        byte[] hash = KeyHash.of(key);
        Optional<ApiKey> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.hash, hash)) {
                found = Optional.of(entry.key);
            }
        }
        return found;
    }
}
