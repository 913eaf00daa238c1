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

/// The keys of a file, a line each: a name, the key's SHA-256 in hexadecimal digits and, if it is to be bounded, requests a minute.
/// Empty lines and those that begin with `#` say nothing.
public final class ApiKeys {
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([0-9a-fA-F]{64})(?:\\s+([1-9][0-9]{0,8}))?\\s*");

    private final List<Entry> entries;

    private record Entry(byte[] hash, ApiKey key) {}

    private ApiKeys(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /// @throws IllegalArgumentException if a line is none of these, a name is there twice, or there is no key
    public static ApiKeys read(Path file) throws IOException {
        return of(file.toString(), Files.readAllLines(file), System::nanoTime);
    }

    static ApiKeys of(String file, List<String> lines, LongSupplier clock) {
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
            entries.add(new Entry(HexFormat.of().parseHex(parts.group(2)), new ApiKey(parts.group(1), perMinute, clock)));
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(file + ": no key");
        }
        return new ApiKeys(entries);
    }

    /// Whose key this is. Each is compared in full, so that the time says nothing.
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
