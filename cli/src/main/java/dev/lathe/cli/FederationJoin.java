package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.federation.FederationMember;
import dev.lathe.train.run.TrainingData;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.LocalClient;
import dev.lathe.trust.federation.remote.ClientSide;
import dev.lathe.trust.federation.remote.Invitation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A client in a process of its own.
///
/// @param name which of the server's clients to be
/// @param train its data, of which nothing is sent
/// @param memory directory of what it keeps between rounds
record FederationJoin(URI server, String name, Path train, Path memory, Surroundings surroundings) {
    /// The server's word for a file of its own: its ending says how it is read, and it must lead nowhere.
    private static final Pattern FILE_NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");

    void run(FederationMember member, Device device) throws IOException {
        Invitation told = member.join();
        if (!FILE_NAME.matcher(told.labelsName()).matches()) {
            throw new FederationException("%s: labels '%s': is no name of a file".formatted(server, told.labelsName()));
        }
        Files.createDirectories(memory);
        Path labels = memory.resolve("labels-" + told.labelsName());
        NamedWriting.of(labels, () -> Files.write(labels, told.labels()));
        var trainings = new FederatedTrainings(server.toString(), told.options(), told.work(), told.rounds(), surroundings);
        trainings.check();
        var client = new LocalClient(name, told.number(), trainings.of(train, Optional.empty(), told.number()), List.of(TrainingData.of(labels)),
                told.poison(), told.work(), told.noise().map(noise -> noise.plan(told.rounds(), 1)));
        surroundings.say("client '%s' of %s: %d rounds".formatted(name, server, told.rounds()));
        surroundings.say(member.work(new ClientSide(client.open(device, memory))));
    }
}
