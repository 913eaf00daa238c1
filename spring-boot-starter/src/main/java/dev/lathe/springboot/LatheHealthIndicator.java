package dev.lathe.springboot;

import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Up as long as every model answers a text of one word, which takes milliseconds.
public final class LatheHealthIndicator extends AbstractHealthIndicator {
    private final String device;
    private final Map<String, Runnable> probes;

    /// @param device one line about what the models run on
    /// @param probes a call of each model, by what its property says it is for
    LatheHealthIndicator(String device, Map<String, Runnable> probes) {
        super("a model of Lathe does not answer");
        this.device = device;
        this.probes = Map.copyOf(probes);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> models = probes.keySet().stream().sorted().toList();
        builder.withDetail("device", device).withDetail("models", models);
        models.forEach(model -> probes.get(model).run());
        builder.up();
    }
}
