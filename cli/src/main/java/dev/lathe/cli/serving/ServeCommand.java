package dev.lathe.cli.serving;

import dev.lathe.Device;
import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.terminal.VersionLine;
import dev.lathe.cli.guard.AccessSettings;
import dev.lathe.cli.guard.OversightSettings;
import dev.lathe.cli.guard.PolicyArgument;
import dev.lathe.cli.guard.TlsSettings;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ServeSettings;
import dev.lathe.cli.options.ServedArguments;
import dev.lathe.cli.options.WatchArguments;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.LatheServer;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.model.ModelWatch;
import dev.lathe.serve.model.ServedBases;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import dev.lathe.serve.model.Split;
import dev.lathe.serve.watch.Watching;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `lathe serve`: models over HTTP, until the process is told to stop.
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = "Answers requests over HTTP as OpenAI's, text-embeddings-inference's and Cohere's servers do: vectors, labels, "
                + "entities, reranking, answers, masked words. The page at / tries it; docs/serving.md tells of routes and limits. Stops by "
                + "SIGTERM or Ctrl-C, after the requests in work.",
        customSynopsis = "lathe serve --model [NAME=]DIR|NAME ... [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe serve --model my-model",
            "  lathe serve --model vectors=all-MiniLM-L6-v2 --model my-model --port 9000",
            "  lathe serve --model my-model --host 0.0.0.0 --api-keys keys.txt",
            "  lathe serve --model my-model --tls-cert server.crt --tls-key server.key",
            "  lathe serve --model my-model --mask requests --audit-log audit.log"})
public final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServedArguments served = new ServedArguments();

    @Mixin
    private ServeSettings settings = new ServeSettings();

    @Mixin
    private AccessSettings access = new AccessSettings();

    @Mixin
    private TlsSettings tls = new TlsSettings();

    @Mixin
    private OversightSettings oversight = new OversightSettings();

    @Mixin
    private PolicyArgument policy = new PolicyArgument();

    @Mixin
    private WatchArguments watched = new WatchArguments();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    public ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        policy.read();
        ServeOptions plain = tls.on(access.on(settings.options(), surroundings), surroundings);
        CallOptions calls = settings.calls();
        List<Split> splits = served.splits();
        requireFree(plain);
        SequencedMap<String, ModelDirectory> directories = served.announced(surroundings);
        Watching watching = watched.watching(directories, surroundings);
        var meters = new ServeMeters();
        try (Device opened = device.open(surroundings); var bases = new ServedBases(opened, calls.withListener(meters).withSaid(surroundings::say));
                OversightSettings.Opened overseen = oversight.open(directories.keySet(), opened, surroundings)) {
            ServeOptions options = plain.withOversight(overseen.oversight().withWatching(watching));
            ServedModels models = models(directories, bases, splits, overseen);
            var watch = new ModelWatch(models, watched(directories, bases, overseen), surroundings::say);
            var server = LatheServer.start(models, options, VersionLine.number(), meters, mistake -> report(mistake, options));
            settings.reload().ifPresent(watch::start);
            surroundings.say("serving %s at %s://%s:%d/".formatted(
                    String.join(", ", directories.keySet()), options.tls().isPresent() ? "https" : "http", shown(options.host()), server.port()));
            if (options.isOpen()) {
                surroundings.say("whoever reaches this machine may ask: --api-keys FILE lets in those with a key, --host %s this machine only"
                        .formatted(ServeOptions.LOOPBACK));
            }
            untilStopped(server, watch, overseen);
        }
        return ExitCode.DONE;
    }

    /// Before the models are loaded, which may take long.
    private static void requireFree(ServeOptions options) throws IOException {
        try {
            LatheServer.requireFree(options);
        } catch (BindException taken) {
            throw new IOException(taken.getMessage() + "; choose another with --port", taken);
        }
    }

    private void report(Throwable mistake, ServeOptions options) {
        surroundings.say(options.oversight().masking().line("a bug in Lathe: " + mistake + "; the request was answered with status 500"));
    }

    private List<ModelWatch.Watched> watched(
            SequencedMap<String, ModelDirectory> directories, ServedBases bases, OversightSettings.Opened overseen) {
        return directories.entrySet().stream().map(entry -> new ModelWatch.Watched(
                entry.getKey(), entry.getValue().places(),
                () -> opened(entry.getKey(), entry.getValue().openedAgain(served.bases(surroundings)), bases, overseen))).toList();
    }

    /// A model that the policy lets through and the audit log knows by what it is: one that takes another's place, too.
    private ServedModel opened(String name, ModelDirectory directory, ServedBases bases, OversightSettings.Opened overseen) throws IOException {
        policy.served(directory, overseen.oversight().masking().typesInRequests(name));
        ServedModel model = ServedModel.open(name, directory, bases);
        boolean known = false;
        try {
            overseen.knows(model, directory);
            known = true;
            return model;
        } finally {
            if (!known) {
                model.close();
            }
        }
    }

    private ServedModels models(
            SequencedMap<String, ModelDirectory> directories, ServedBases bases, List<Split> splits, OversightSettings.Opened overseen)
            throws IOException {
        var models = new ArrayList<ServedModel>();
        boolean all = false;
        try {
            for (Map.Entry<String, ModelDirectory> entry : directories.entrySet()) {
                models.add(opened(entry.getKey(), entry.getValue(), bases, overseen));
            }
            var named = OptionWords.checked(spec.commandLine(), () -> new ServedModels(models, splits));
            all = true;
            return named;
        } finally {
            if (!all) {
                models.forEach(ServedModel::close);
            }
        }
    }

    /// Behind the last answer.
    private void close(OversightSettings.Opened overseen) {
        try {
            overseen.close();
        } catch (IOException e) {
            surroundings.say("the audit log could not be closed: " + e.getMessage());
        }
    }

    /// An address of IPv6 stands in brackets.
    private static String shown(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /// The process ends when the hook does: what is in work is answered first.
    private void untilStopped(LatheServer server, ModelWatch watch, OversightSettings.Opened overseen) {
        var hook = Thread.ofPlatform().name("lathe-stop").unstarted(() -> {
            int inWork = server.inWork();
            surroundings.say("stopping: " + (inWork == 0 ? "no request" : inWork == 1 ? "1 request" : inWork + " requests") + " in work");
            server.close();
            close(overseen);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            try (watch) {
                server.join();
            }
        } catch (InterruptedException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            server.close();
        }
    }
}
