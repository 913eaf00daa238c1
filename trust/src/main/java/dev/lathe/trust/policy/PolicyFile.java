package dev.lathe.trust.policy;

import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.file.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a policy.
final class PolicyFile {
    private static final long MOST_BYTES = 1 << 20;
    private static final List<String> RULES = List.of("licences", "min_scores", "max_gaps", "max_epsilon", "signed", "masked");

    private final Path file;
    private final List<Rule> rules = new ArrayList<>();

    private PolicyFile(Path file) {
        this.file = file;
    }

    static Policy read(Path file) throws IOException {
        var reading = new PolicyFile(file);
        for (Map.Entry<String, @Nullable Object> field : JsonObject.read(file, MOST_BYTES).values().entrySet()) {
            reading.add(field.getKey(), field.getValue());
        }
        if (reading.rules.isEmpty()) {
            throw new PolicyException(file + ": no rule; there are " + String.join(", ", RULES));
        }
        return new Policy(file.toString(), reading.rules);
    }

    private void add(String name, @Nullable Object value) throws PolicyException {
        switch (name) {
            case "licences" -> rules.add(new Rule.Licences(texts(name, value)));
            case "min_scores" -> addBounds(name, value, true);
            case "max_gaps" -> addBounds(name, value, false);
            case "max_epsilon" -> rules.add(new Rule.MostEpsilon(number(name, value)));
            case "signed" -> rules.add(new Rule.Signed(Boolean.TRUE.equals(value) ? Set.of() : texts(name, value)));
            case "masked" -> rules.add(new Rule.Masked(texts(name, value)));
            default -> throw new PolicyException("%s: no rule '%s'; %s".formatted(file, name, NearestName.among(RULES, name)
                    .map(near -> "did you mean '%s'?".formatted(near)).orElse("there are " + String.join(", ", RULES))));
        }
    }

    private void addBounds(String name, @Nullable Object value, boolean least) throws PolicyException {
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new PolicyException("%s: %s: needs an object of JSON pointers and numbers, such as {\"/accuracy\": 0.9}".formatted(file, name));
        }
        for (Map.Entry<?, ?> bound : map.entrySet()) {
            String pointer = String.valueOf(bound.getKey());
            if (!pointer.matches("(?:/(?:[^~/]|~[01])*)+")) {
                throw new PolicyException("%s: %s '%s': not a JSON pointer; needs a slash before each key, such as /accuracy".formatted(file, name, pointer));
            }
            rules.add(new Rule.Bound(name, pointer, number(name + " " + pointer, bound.getValue()), least));
        }
    }

    private double number(String name, @Nullable Object value) throws PolicyException {
        if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            throw new PolicyException("%s: %s: %s is not a number".formatted(file, name, value));
        }
        return number.doubleValue();
    }

    private Set<String> texts(String name, @Nullable Object value) throws PolicyException {
        var texts = new LinkedHashSet<String>();
        if (value instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof String text && !text.isBlank()) {
                    texts.add(text);
                }
            }
            if (texts.size() == list.size() && !texts.isEmpty()) {
                return texts;
            }
        }
        throw new PolicyException("%s: %s: needs a list of different texts%s".formatted(file, name, name.equals("signed") ? ", or true" : ""));
    }
}
