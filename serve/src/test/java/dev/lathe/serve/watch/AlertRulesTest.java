package dev.lathe.serve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRulesTest {
    private static final Map<String, List<String>> MODELS = Map.of("mood", List.of("bad", "good"));

    @TempDir
    private Path folder;

    private List<AlertRule> read(String rules) throws IOException {
        return AlertRules.read(Files.writeString(folder.resolve("alerts.json"), "{\"rules\": [" + rules + "]}"), MODELS);
    }

    @Test
    void rulesAreWhatTheFileSays() throws IOException {
        assertEquals(List.of(
                new AlertRule("slow", AlertRule.Metric.LATENCY_P99, Optional.empty(), Optional.empty(), true, 0.5, Duration.ofMinutes(5),
                        Duration.ZERO, "warning"),
                new AlertRule("angry", AlertRule.Metric.LABEL_SHARE, Optional.of("mood"), Optional.of("bad"), false, 0.1,
                        Duration.ofHours(1), Duration.ofSeconds(90), "page")),
                read("""
                        {"name": "slow", "metric": "latency_p99", "above": 0.5},
                        {"name": "angry", "metric": "label_share", "model": "mood", "label": "bad", "below": 0.1, "window": "1h", "for": "90s",
                         "severity": "page"}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "a", "metric": "latency", "above": 1}               | 'rules[0].metric': 'latency' is unknown; there is latency_p99, error_rate, queue, drift, label_share
            {"name": "a", "metric": "queue", "over": 1}                  | 'rules[0].over': unknown; there is above, below, for, label, metric, model, name, severity, window
            {"name": "a", "metric": "queue"}                             | 'rules[0].above': a rule needs 'above' or 'below', and not both
            {"metric": "queue", "above": 1}                              | 'rules[0].name': a rule needs one
            {"name": "a", "metric": "drift", "above": 1}                 | 'rules[0].model': drift needs one
            {"name": "a", "metric": "drift", "above": 1, "model": "x"}   | 'rules[0].model': 'x' is not served; there is mood
            {"name": "a", "metric": "queue", "above": 1, "model": "x"}   | 'rules[0].model': queue has none
            {"name": "a", "metric": "label_share", "above": 1, "model": "mood", "label": "sad"} | 'rules[0].label': 'sad' is none of 'mood'; there is bad, good
            {"name": "a", "metric": "queue", "above": 1, "window": "2h"} | 'rules[0].window': must be 10s to 1h
            {"name": "a", "metric": "queue", "above": 1, "for": "soon"}  | 'rules[0].for': 'soon' is no length of time, such as 30s, 5m or 1h
            {"name": "a", "metric": "queue", "above": "1"}               | 'rules[0].above': not a number
            {"name": "a", "metric": "queue", "above": 1}, {"name": "a", "metric": "queue", "above": 2} | 'rules[1].name': 'a' is another rule's, too
            ``                                                           | 'rules': no rule
            """)
    void whatIsWrongIsNamed(String rules, String message) {
        assertEquals("alerts.json: " + message, assertThrows(CheckpointException.class, () -> read(rules)).getMessage());
    }
}
