package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.federation.Entrance;
import dev.lathe.serve.federation.FederationHost;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.run.TrainingData;
import dev.lathe.trust.federation.FederatedFineTuning;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.file.FederationFile;
import dev.lathe.trust.federation.FederationPrivacy;
import dev.lathe.trust.federation.remote.Invitation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// A federation whose clients are processes of their own.
///
/// @param config which file it is from
/// @param entrance where clients call
/// @param patience after which a client is gone of which nothing was heard
record FederationListening(
        Path config, FederationFile given, FederatedTrainings trainings, Entrance entrance, Duration patience, Surroundings surroundings) {
    FederatedFineTuning.Result run(Path out, ExistingOutput existing, Device device, FederatedFineTuning.Listener listener) throws IOException {
        Path labels = given.labels().orElseThrow(() -> new FederationException(
                "%s: 'labels': is missing: clients elsewhere do not show their data, so give a file with an example of each label".formatted(config)));
        var invitations = invitations(labels);
        try (FederationHost host = FederationHost.start(invitations, entrance, patience)) {
            surroundings.say("waiting for %s at %s".formatted(String.join(", ", invitations.keySet()), host.address()));
            String words = "the federation has ended without a model";
            try {
                var federated = new FederatedFineTuning(trainings.common(labels, given.test()), List.of(TrainingData.of(labels)),
                        List.copyOf(invitations.keySet()), (_, values, _, _) -> host.clients(values), given.work(),
                        given.options().withParallel(invitations.size()), given.step());
                FederatedFineTuning.Result result = federated.run(out, existing, device, listener);
                words = "the federation is over: its model is where the server runs";
                return result;
            } finally {
                host.end(words);
            }
        }
    }

    private LinkedHashMap<String, Invitation> invitations(Path labels) throws IOException {
        byte[] content = Files.readAllBytes(labels);
        Optional<FederationPrivacy> noise = given.options().privacy().filter(privacy -> privacy.kind() == FederationPrivacy.Kind.LOCAL);
        var invitations = new LinkedHashMap<String, Invitation>();
        for (FederationFile.Client client : given.clients()) {
            var invitation = new Invitation(invitations.size(), given.training(), given.work(), given.options().rounds(), client.poison(), noise,
                    String.valueOf(labels.getFileName()), content);
            if (invitations.put(client.name(), invitation) != null) {
                throw new FederationException("client '%s': is there twice".formatted(client.name()));
            }
        }
        return invitations;
    }
}
