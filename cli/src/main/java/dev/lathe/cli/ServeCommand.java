package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ServeSettings;
import dev.lathe.cli.options.ServedArguments;
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
import java.io.IOException;
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
            "  lathe serve --model my-model --host 0.0.0.0 --api-keys keys.txt"})
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServedArguments served = new ServedArguments();

    @Mixin
    private ServeSettings settings = new ServeSettings();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        ServeOptions options = settings.options();
        List<Split> splits = served.splits();
        SequencedMap<String, ModelDirectory> directories = served.announced(surroundings);
        var meters = new ServeMeters();
        try (Device opened = device.open(surroundings); var bases = new ServedBases(opened, meters)) {
            ServedModels models = models(directories, bases, splits);
            var watch = new ModelWatch(models, watched(directories, bases), surroundings::say);
            var server = LatheServer.start(models, options, VersionLine.number(), meters, this::report);
            settings.reload().ifPresent(watch::start);
            surroundings.say("serving %s at http://%s:%d/".formatted(String.join(", ", directories.keySet()), shown(options.host()), server.port()));
            untilStopped(server, watch);
        }
        return ExitCode.DONE;
    }

    private void report(Throwable mistake) {
        surroundings.say("a bug in Lathe: " + mistake + "; the request was answered with status 500");
    }

    private static List<ModelWatch.Watched> watched(SequencedMap<String, ModelDirectory> directories, ServedBases bases) {
        return directories.entrySet().stream().map(entry -> new ModelWatch.Watched(
                entry.getKey(), entry.getValue().places(),
                () -> ServedModel.open(entry.getKey(), entry.getValue().openedAgain(), bases))).toList();
    }

    private ServedModels models(SequencedMap<String, ModelDirectory> directories, ServedBases bases, List<Split> splits)
            throws IOException {
        var models = new ArrayList<ServedModel>();
        boolean all = false;
        try {
            for (Map.Entry<String, ModelDirectory> entry : directories.entrySet()) {
                models.add(ServedModel.open(entry.getKey(), entry.getValue(), bases));
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

    /// An address of IPv6 stands in brackets.
    private static String shown(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /// The process ends when the hook does: what is in work is answered first.
    private static void untilStopped(LatheServer server, ModelWatch watch) {
        var hook = Thread.ofPlatform().name("lathe-stop").unstarted(server::close);
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
