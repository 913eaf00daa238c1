package dev.lathe.serve.watch;

import dev.lathe.watch.drift.Reference;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What of a server is watched.
///
/// @param references what models read and answered at their training, by the models' names
/// @param rules of alerts
/// @param webhook who is told of alerts
/// @param hosts that a webhook may be at, beside this machine
/// @param said told of alerts, a line each
public record Watching(Map<String, Reference> references, List<AlertRule> rules, Optional<URI> webhook, Set<String> hosts, Consumer<String> said) {
    /// Shares of labels, and nothing else.
    public static final Watching USUAL = new Watching(Map.of(), List.of(), Optional.empty(), Set.of(), _ -> { });

    /// @throws IllegalArgumentException if the webhook is at another host
    public Watching {
        references = Map.copyOf(references);
        rules = List.copyOf(rules);
        hosts = Set.copyOf(hosts);
        if (webhook.isPresent()) {
            Webhook.requireAllowed(webhook.get(), hosts);
        }
    }
}
