package dev.lathe.cli.options;

import dev.lathe.bert.calls.CallOptions;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.api.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where a server listens, to whom, and how much it takes at once.
public final class ServeSettings {
    private static final int LAST_PORT = 65_535;
    private static final Pattern WORKERS = Pattern.compile("([0-9]{1,3})(?:\\.\\.([0-9]{1,3}))?");

    @Option(names = "--port", paramLabel = "N", description = "The port to listen to; default 8080, 0 for any that is free.")
    private int port = 8080;

    @Option(names = "--host", paramLabel = "NAME",
            description = "The name or address to listen to; default localhost, which this machine alone reaches; 0.0.0.0 for all.")
    private String host = ServeOptions.LOOPBACK;

    @Option(names = "--cors", paramLabel = "ORIGIN",
            description = "Let web pages of this origin ask, such as https://example.org, or * for all; default none.")
    private Optional<String> origin = Optional.empty();

    @Option(names = "--max-requests", paramLabel = "N", description = "Requests in work at any time; default 512.")
    private Optional<Integer> requests = Optional.empty();

    @Option(names = "--max-inputs", paramLabel = "N", description = "Inputs of one request; default 2048.")
    private Optional<Integer> inputs = Optional.empty();

    @Option(names = "--max-tokens", paramLabel = "N", description = "Tokens of one request; default 262144.")
    private Optional<Integer> tokens = Optional.empty();

    @Option(names = "--max-body", paramLabel = "BYTES", description = "Bytes of one request; default 8388608.")
    private Optional<Integer> body = Optional.empty();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Time for one request; default 60.")
    private Optional<Integer> timeout = Optional.empty();

    @Option(names = "--grace", paramLabel = "SECONDS", description = "Time for requests in work when the server is told to stop; default 30.")
    private int grace = 30;

    @Option(names = "--reload", paramLabel = "SECONDS",
            description = "Look that often whether a model's directory has other contents, and put the model that is there now in the place of the "
                    + "one that serves, without a gap; default never.")
    private Optional<Integer> reload = Optional.empty();

    @Option(names = "--workers", paramLabel = "N|MIN..MAX",
            description = "Batches of a model that may be at work at one time, each on its part of the threads: more when calls have had to wait, "
                    + "fewer when one less was enough for 30 seconds; default 1..2.")
    private String workers = "1..2";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if a number is out of range
    public ServeOptions options() {
        if (port < 0 || port > LAST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port %d: must be 0 to %d".formatted(port, LAST_PORT));
        }
        if (grace < 0) {
            throw new ParameterException(spec.commandLine(), "--grace %d: must be at least 0".formatted(grace));
        }
        var options = ServeOptions.USUAL.withHost(host).withPort(port).withLimits(limits()).withGrace(Duration.ofSeconds(grace));
        return origin.isPresent() ? options.withOrigin(origin.get()) : options;
    }

    /// How often is looked for other models, if at all.
    ///
    /// @throws ParameterException if it is less than a second
    public Optional<Duration> reload() {
        return reload.map(seconds -> Duration.ofSeconds(positive("--reload", seconds)));
    }

    /// How many batches of a model are at work at one time.
    ///
    /// @throws ParameterException if it is neither a number nor two of them that fit
    public CallOptions calls() {
        Matcher bounds = WORKERS.matcher(workers);
        if (!bounds.matches()) {
            throw new ParameterException(spec.commandLine(), "--workers %s: needs a number from 1 to 999, or two as 1..2".formatted(workers));
        }
        int least = Integer.parseInt(bounds.group(1));
        int most = bounds.group(2) == null ? least : Integer.parseInt(bounds.group(2));
        return OptionWords.checked(spec.commandLine(), () -> CallOptions.USUAL.withWorkers(least, most));
    }

    private Limits limits() {
        var limits = Limits.USUAL;
        if (requests.isPresent()) {
            limits = limits.withRequests(positive("--max-requests", requests.get()));
        }
        if (inputs.isPresent()) {
            limits = limits.withInputs(positive("--max-inputs", inputs.get()));
        }
        if (tokens.isPresent()) {
            limits = limits.withRequestTokens(positive("--max-tokens", tokens.get()));
        }
        if (body.isPresent()) {
            limits = limits.withBodyBytes(positive("--max-body", body.get()));
        }
        return timeout.isPresent() ? limits.withTime(Duration.ofSeconds(positive("--timeout", timeout.get()))) : limits;
    }

    private int positive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), "%s %d: must be at least 1".formatted(option, value));
        }
        return value;
    }
}
