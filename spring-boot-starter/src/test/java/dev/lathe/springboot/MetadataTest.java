package dev.lathe.springboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What editors are told about the properties.
class MetadataTest {
    private static final Pattern PROPERTY = Pattern.compile(
            "\"name\": \"(lathe\\.[a-z.]+)\",\\s*\"type\": \"[^\"]*\",\\s*\"description\": \"([^\"]+)\"");

    @Test
    void everyPropertyIsDescribed() throws IOException {
        var described = new TreeSet<String>();
        PROPERTY.matcher(metadata()).results().forEach(m -> described.add(m.group(1)));
        assertTrue(described.containsAll(List.of("lathe.embedding.model", "lathe.classifier.model",
                "lathe.entities.model", "lathe.answers.model", "lathe.scoring.model", "lathe.threads")),
                described::toString);
        assertEquals(6, described.stream().filter(name -> name.endsWith(".model") || name.endsWith("threads")).count());
    }

    private static String metadata() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
