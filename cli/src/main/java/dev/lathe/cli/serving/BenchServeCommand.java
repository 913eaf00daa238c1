package dev.lathe.cli.serving;

import dev.lathe.cli.load.Load;
import dev.lathe.cli.load.LoadPlan;
import dev.lathe.cli.load.LoadReport;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.TextLines;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.text.TextRow;
import dev.lathe.train.data.text.TextRows;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe bench-serve`: how fast a server answers.
@Command(name = "bench-serve", mixinStandardHelpOptions = true,
        description = "Sends a file's texts to a server, many at once, and prints how long the answers took. With --rate each text is due at its time, "
                + "and what it waits counts: an open loop. Without, each connection asks when it has been answered: a closed loop. "
                + "docs/serving.md tells when which.",
        customSynopsis = "lathe bench-serve --url URL --data FILE [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe bench-serve --url http://localhost:8080/predict --data test.jsonl",
            "  lathe bench-serve --url http://localhost:8080/embed --data texts.txt \\",
            "      --rate 200 --seconds 30 --json"})
public final class BenchServeCommand implements Callable<Integer> {
    private static final int USUAL_SECONDS = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", required = true, paramLabel = "URL",
            description = "The route to ask, such as http://localhost:8080/predict. The text is sent as \"input\" where the path ends with embeddings or "
                    + "classify, else as \"inputs\".")
    private URI url = URI.create("");

    @Option(names = "--data", required = true, paramLabel = "FILE",
            description = "The texts, sent in turn: .jsonl, .csv and .tsv by the column text, any other a text a line.")
    private Path data = Path.of("");

    @Option(names = "--model", paramLabel = "NAME", description = "The model to ask for; default the server's first that fits.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--api-key", paramLabel = "KEY", description = "The key to ask with.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--connections", paramLabel = "N", description = "Requests in work at any time, at most; default ${DEFAULT-VALUE}.",
            defaultValue = "8")
    private int connections;

    @Option(names = "--rate", paramLabel = "R", description = "Requests a second that are due.")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--requests", paramLabel = "N", description = "How many requests at most; default as many as there is time for.")
    private Optional<Long> requests = Optional.empty();

    @Option(names = "--seconds", paramLabel = "S", description = "For how long at most; default 10, or with --requests an hour.")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--warm-up", paramLabel = "N", description = "Requests before, one after another, that do not count; default ${DEFAULT-VALUE}.",
            defaultValue = "20")
    private int warmUp;

    @Option(names = "--json", description = "Print an object of JSON instead of a table.")
    private boolean json;

    private final Surroundings surroundings;

    public BenchServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        LoadPlan plan = OptionWords.checked(spec.commandLine(), this::plan);
        requireUrl();
        var asked = new ArrayList<byte[]>();
        for (String text : texts()) {
            asked.add(body(text));
        }
        if (asked.isEmpty()) {
            throw new CommandFailure(data + ": no texts");
        }
        LoadReport report = report(plan, asked);
        if (json) {
            surroundings.out().print(new String(JsonWriter.object(JsonLayout.LINE, report::write), StandardCharsets.UTF_8));
        } else {
            surroundings.out().print(report.toText());
        }
        return report.answered().getTotalCount() == 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    private LoadPlan plan() {
        long time = seconds.orElse(requests.isPresent() ? (int) Duration.ofHours(1).toSeconds() : USUAL_SECONDS);
        return new LoadPlan(connections, rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                requests.orElse(LoadPlan.MOST_REQUESTS), Duration.ofSeconds(time), warmUp);
    }

    private void requireUrl() {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new ParameterException(spec.commandLine(), "--url %s: needs http://HOST:PORT/ROUTE".formatted(url));
        }
    }

    private List<String> texts() throws IOException {
        String name = data.toString();
        if (name.matches("(?i).*\\.(jsonl|csv|tsv)")) {
            return TextRows.read(data, DataFormat.ofExtension(data), TextColumns.standard().unlabelled()).stream().map(TextRow::text).toList();
        }
        var texts = new ArrayList<String>();
        try (TextLines lines = TextLines.of(data, surroundings)) {
            lines.forEachRemaining(texts::add);
        }
        return texts;
    }

    private byte[] body(String text) throws IOException {
        String field = url.getPath().matches(".*(embeddings|classify)") ? "input" : "inputs";
        return JsonWriter.object(JsonLayout.LINE, out -> {
            out.writeStringField(field, text);
            if (model.isPresent()) {
                out.writeStringField("model", model.get());
            }
        });
    }

    private LoadReport report(LoadPlan plan, List<byte[]> asked) throws IOException {
        try {
            return Load.run(url, key, asked, plan);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("stopped", e);
        } catch (ConnectException | UnknownHostException e) {
            throw new CommandFailure("%s: nobody answers there; 'lathe serve' starts a server".formatted(url), e);
        }
    }
}
