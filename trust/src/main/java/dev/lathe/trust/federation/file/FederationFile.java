package dev.lathe.trust.federation.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import dev.lathe.train.privacy.Accountant;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.FederationOptions.Faults;
import dev.lathe.trust.federation.FederationOptions;
import dev.lathe.trust.federation.FederationPrivacy;
import dev.lathe.trust.federation.LocalWork;
import dev.lathe.trust.federation.Poison;
import dev.lathe.trust.federation.SecureOptions;
import dev.lathe.trust.federation.values.Aggregation;
import dev.lathe.trust.federation.values.ServerStep.Adaptive;
import dev.lathe.trust.federation.values.ServerStep.Rule;
import dev.lathe.trust.federation.values.ServerStep.Settings;
import dev.lathe.trust.federation.values.ServerStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A file that says how a federation is to be: a JSON object; docs/federation.md lists its fields.
///
/// @param training options of a fine-tuning that all clients have, by their names on the command line
/// @param clients one or more
/// @param labels data whose labels the model is to know, instead of those of all clients' data: for clients that show none
/// @param test data that the common model is evaluated on after each round
/// @param work of a client in a round
/// @param options of the rounds
/// @param step of the common values
public record FederationFile(
        Map<String, String> training, List<Client> clients, Optional<Path> labels, Optional<Path> test, LocalWork work, FederationOptions options, ServerStep step) {
    private static final List<String> NAMES = List.of(
            "options", "clients", "test", "rounds", "local-epochs", "local-steps", "proximal", "aggregation", "trim", "liars", "server",
            "server-lr", "server-beta1", "server-beta2", "server-tau", "participation", "dropouts", "stragglers", "min-clients", "faults",
            "seed", "parallel", "labels", "secure", "privacy");

    /// A client.
    ///
    /// @param name what reports call it
    /// @param train its data; elsewhere if empty
    /// @param poison how it lies, if it does
    public record Client(String name, Optional<Path> train, Optional<Poison> poison) {}

    public FederationFile {
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        clients = List.copyOf(clients);
    }

    /// @throws FederationException naming the file and what of it is wrong
    /// @throws IOException if it can't be read
    public static FederationFile read(Path file) throws IOException {
        try (var in = Files.newInputStream(file); JsonParser json = JsonReader.SMALL.parser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            var fields = new Fields("", JsonReader.object(json), NAMES);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON object");
            }
            return of(fields);
        } catch (JacksonException broken) {
            throw new FederationException(file + ": " + JsonFault.of(broken).sentence());
        } catch (IllegalArgumentException wrong) {
            throw new FederationException(file + ": " + wrong.getMessage());
        }
    }

    private static FederationFile of(Fields fields) {
        var training = new LinkedHashMap<String, String>();
        if (fields.values().get("options") instanceof Map<?, ?> given) {
            JsonReader.fields(given).forEach((name, value) -> training.put(name, word("'options." + name + "'", value)));
        } else {
            throw new IllegalArgumentException("'options': needs an object with the options of 'finetune'");
        }
        if (fields.has("privacy") && (training.containsKey("dp-epsilon") || training.containsKey("dp-noise"))) {
            throw new IllegalArgumentException("'privacy': hides clients, and 'options.dp-…' their single examples; give one of the two");
        }
        return new FederationFile(training, clients(fields), fields.text("labels").map(Path::of), fields.text("test").map(Path::of), work(fields),
                options(fields), step(fields));
    }

    private static List<Client> clients(Fields fields) {
        if (!(fields.values().get("clients") instanceof List<?> given) || given.isEmpty()) {
            throw new IllegalArgumentException("'clients': needs a list of one or more objects");
        }
        var clients = new ArrayList<Client>();
        for (Object one : given) {
            String place = "clients[%d]".formatted(clients.size());
            if (!(one instanceof Map<?, ?> object)) {
                throw new IllegalArgumentException("'%s': needs an object".formatted(place));
            }
            var client = new Fields(place + ".", JsonReader.fields(object), List.of("name", "train", "poison"));
            clients.add(new Client(client.needed("name"), client.text("train").map(Path::of),
                    client.text("poison").map(word -> choice(place + ".poison", word, Poison.values()))));
        }
        return clients;
    }

    private static LocalWork work(Fields fields) {
        OptionalDouble proximal = fields.number("proximal");
        if (fields.has("local-epochs") && fields.has("local-steps")) {
            throw new IllegalArgumentException("'local-epochs' and 'local-steps': give one of the two");
        }
        boolean epochs = !fields.has("local-steps");
        return new LocalWork(fields.whole(epochs ? "local-epochs" : "local-steps", 1), epochs, proximal);
    }

    private static FederationOptions options(Fields fields) {
        return new FederationOptions(
                fields.whole("rounds", 1), aggregation(fields), fields.number("participation").orElse(1), fields.number("dropouts").orElse(0),
                fields.number("stragglers").orElse(0), fields.whole("min-clients", 1),
                fields.text("faults").map(word -> choice("faults", word, Faults.values())).orElse(Faults.REFUSE), fields.whole("seed", 42),
                fields.whole("parallel", 1), secure(fields), privacy(fields));
    }

    private static Optional<SecureOptions> secure(Fields fields) {
        return fields.object("secure", List.of("threshold", "clip", "bits")).map(secure -> {
            if (!secure.has("threshold")) {
                throw new IllegalArgumentException("'secure.threshold': is missing");
            }
            return new SecureOptions(secure.whole("threshold", 0), secure.number("clip").orElse(SecureOptions.CLIP),
                    secure.whole("bits", SecureOptions.BITS));
        });
    }

    private static Optional<FederationPrivacy> privacy(Fields fields) {
        List<String> names = List.of("kind", "epsilon", "noise", "delta", "clip", "accountant", "seed");
        return fields.object("privacy", names).map(privacy -> {
            FederationPrivacy.Kind kind = choice("privacy.kind", privacy.needed("kind"), FederationPrivacy.Kind.values());
            Accountant accountant = privacy.text("accountant").map(word -> choice("privacy.accountant", word, Accountant.values())).orElse(Accountant.RDP);
            double delta = privacy.number("delta").orElseThrow(() -> new IllegalArgumentException("'privacy.delta': is missing"));
            OptionalLong seed = privacy.has("seed") ? OptionalLong.of(privacy.whole("seed", 0)) : OptionalLong.empty();
            try {
                return new FederationPrivacy(kind, new PrivacyOptions(privacy.number("epsilon"), privacy.number("noise"), delta,
                        privacy.number("clip").orElse(PrivacyOptions.CLIP), accountant, seed));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("'privacy': " + wrong.getMessage(), wrong);
            }
        });
    }

    private static Aggregation aggregation(Fields fields) {
        String word = fields.text("aggregation").orElse("mean");
        fields.only("trim", word.equals("trimmed-mean"), "'aggregation' trimmed-mean");
        fields.only("liars", word.equals("krum"), "'aggregation' krum");
        return switch (word) {
            case "mean" -> new Aggregation.Mean();
            case "median" -> new Aggregation.Median();
            case "trimmed-mean" -> new Aggregation.TrimmedMean(fields.number("trim").orElse(0.2));
            case "krum" -> new Aggregation.Krum(fields.whole("liars", 1));
            default -> throw new IllegalArgumentException("'aggregation' '%s': is none of mean, median, trimmed-mean, krum".formatted(word));
        };
    }

    private static ServerStep step(Fields fields) {
        String word = fields.text("server").orElse("replace");
        for (String name : List.of("server-lr", "server-beta1", "server-beta2", "server-tau")) {
            fields.only(name, !word.equals("replace"), "'server' adam or yogi");
        }
        return switch (word) {
            case "replace" -> new ServerStep.Replace();
            case "adam" -> new Adaptive(Rule.ADAM, settings(fields));
            case "yogi" -> new Adaptive(Rule.YOGI, settings(fields));
            default -> throw new IllegalArgumentException("'server' '%s': is none of replace, adam, yogi".formatted(word));
        };
    }

    private static Settings settings(Fields fields) {
        return new Settings(fields.number("server-lr").orElse(0.001), fields.number("server-beta1").orElse(0.9),
                fields.number("server-beta2").orElse(0.99), fields.number("server-tau").orElse(0.001));
    }

    private static <C extends Enum<C>> C choice(String name, String word, C[] choices) {
        var words = new ArrayList<String>();
        for (C choice : choices) {
            words.add(choice.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (words.getLast().equals(word)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("'%s' '%s': is none of %s".formatted(name, word, String.join(", ", words)));
    }

    private static String word(String name, @Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException(name + ": needs a text, a number, true or false");
    }
}
