package dev.lathe.serve.watch;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.serve.watch.AlertRule.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The file of alert rules: `{"rules": [{"name": …, "metric": …, "above": …}]}`. What it does not know it refuses by name.
public final class AlertRules {
    private static final long MAX_BYTES = 1 << 20;
    private static final Set<String> FIELDS = Set.of("name", "metric", "model", "label", "above", "below", "window", "for", "severity");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,5})([smh])");

    private AlertRules() {}

    /// @param models that are served, each with its labels
    /// @throws CheckpointException naming rule and field, if something is unknown, missing or out of range
    public static List<AlertRule> read(Path path, Map<String, List<String>> models) throws IOException {
        JsonObject file = JsonObject.read(path, MAX_BYTES);
        for (String key : file.keys()) {
            if (!key.equals("rules")) {
                throw file.problem(key, "unknown; a file of alerts has 'rules'");
            }
        }
        var rules = new ArrayList<AlertRule>();
        var names = new HashSet<String>();
        for (JsonObject given : file.objects("rules")) {
            AlertRule rule = rule(given, models);
            if (!names.add(rule.name())) {
                throw given.problem("name", "'%s' is another rule's, too".formatted(rule.name()));
            }
            rules.add(rule);
        }
        if (rules.isEmpty()) {
            throw file.problem("rules", "no rule");
        }
        return rules;
    }

    private static AlertRule rule(JsonObject given, Map<String, List<String>> models) throws CheckpointException {
        for (String key : given.keys()) {
            if (!FIELDS.contains(key)) {
                throw given.problem(key, "unknown; there is " + FIELDS.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        Metric metric = metric(given);
        Optional<String> model = given.text("model");
        if (model.isPresent() != metric.isOfModel()) {
            throw given.problem("model", metric.word() + (metric.isOfModel() ? " needs one" : " has none"));
        }
        if (model.isPresent() && !models.containsKey(model.get())) {
            throw given.problem("model", "'%s' is not served; there is %s".formatted(model.get(), String.join(", ", models.keySet())));
        }
        Optional<String> label = given.text("label");
        if (label.isPresent() != (metric == Metric.LABEL_SHARE)) {
            throw given.problem("label", metric.word() + (label.isPresent() ? " has none" : " needs one"));
        }
        if (label.isPresent() && !models.get(model.orElseThrow()).contains(label.get())) {
            throw given.problem("label", "'%s' is none of '%s'; there is %s".formatted(
                    label.get(), model.get(), String.join(", ", models.get(model.get()))));
        }
        Optional<Double> above = given.real("above");
        Optional<Double> below = given.real("below");
        if (above.isPresent() == below.isPresent()) {
            throw given.problem("above", "a rule needs 'above' or 'below', and not both");
        }
        Duration window = time(given, "window", Duration.ofMinutes(5));
        if (window.compareTo(Duration.ofSeconds(10)) < 0 || window.compareTo(Watch.LONGEST) > 0) {
            throw given.problem("window", "must be 10s to 1h");
        }
        return new AlertRule(given.text("name").filter(name -> !name.isBlank()).orElseThrow(() -> given.problem("name", "a rule needs one")),
                metric, model, label, above.isPresent(), above.or(() -> below).orElseThrow(), window,
                time(given, "for", Duration.ZERO), given.text("severity").orElse("warning"));
    }

    private static Metric metric(JsonObject given) throws CheckpointException {
        String word = given.text("metric").orElse("");
        return Arrays.stream(Metric.values()).filter(metric -> metric.word().equals(word)).findFirst()
                .orElseThrow(() -> given.problem("metric", "'%s' is unknown; there is %s".formatted(
                        word, Arrays.stream(Metric.values()).map(Metric::word).collect(Collectors.joining(", ")))));
    }

    private static Duration time(JsonObject given, String key, Duration usual) throws CheckpointException {
        Optional<String> written = given.text(key);
        if (written.isEmpty()) {
            return usual;
        }
        Matcher parts = TIME.matcher(written.get());
        if (!parts.matches()) {
            throw given.problem(key, "'%s' is no length of time, such as 30s, 5m or 1h".formatted(written.get()));
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
