package dev.lathe.cli.options;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.watch.AlertRule;
import dev.lathe.serve.watch.AlertRules;
import dev.lathe.serve.watch.Watching;
import dev.lathe.watch.drift.Reference;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What of a server is watched, and who is told.
public final class WatchArguments {
    @Option(names = "--alerts", paramLabel = "FILE", description = "Rules of alerts, in JSON; docs/monitoring.md has their fields.")
    private Optional<Path> alerts = Optional.empty();

    @Option(names = "--webhook", paramLabel = "URL", description = "Tell this address of alerts, by POST; on this machine only, unless --webhook-host names its host.")
    private Optional<URI> webhook = Optional.empty();

    @Option(names = "--webhook-host", paramLabel = "HOST", description = "A host that may be told of alerts; to be given once for each.")
    private List<String> hosts = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @param models that are served
    /// @throws ParameterException if the options do not fit together
    public Watching watching(Map<String, ModelDirectory> models, Surroundings surroundings) throws IOException {
        if (webhook.isPresent() && alerts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--webhook: needs --alerts");
        }
        var labels = new LinkedHashMap<String, List<String>>();
        var references = new HashMap<String, Reference>();
        for (Map.Entry<String, ModelDirectory> model : models.entrySet()) {
            labels.put(model.getKey(), model.getValue().config().labels());
            Reference.read(model.getValue().path()).ifPresent(reference -> references.put(model.getKey(), reference));
        }
        List<AlertRule> rules = alerts.isPresent() ? AlertRules.read(alerts.get(), labels) : List.of();
        for (AlertRule rule : rules) {
            if (rule.metric() == AlertRule.Metric.DRIFT && !references.containsKey(rule.model().orElseThrow())) {
                throw new CommandFailure("%s: rule '%s': model '%s' has no %s to be compared with; training for sequence-classification writes one"
                        .formatted(alerts.get(), rule.name(), rule.model().get(), Reference.NAME));
            }
        }
        try {
            return new Watching(references, rules, webhook, Set.copyOf(hosts), surroundings::say);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
