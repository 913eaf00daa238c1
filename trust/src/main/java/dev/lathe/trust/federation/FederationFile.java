package dev.lathe.trust.federation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.bert.checkpoint.file.NearestName;
import dev.lathe.json.JsonFault;
import dev.lathe.json.JsonReader;
import dev.lathe.trust.federation.FederationOptions.Faults;
import dev.lathe.trust.federation.ServerStep.Adaptive;
import dev.lathe.trust.federation.ServerStep.Rule;
import dev.lathe.trust.federation.ServerStep.Settings;
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
import org.jspecify.annotations.Nullable;

/// A file that says how a federation is to be: a JSON object; docs/federation.md lists its fields.
///
/// @param training options of a fine-tuning that all clients have, by their names on the command line
/// @param clients one or more
/// @param test data that the common model is evaluated on after each round
/// @param work of a client in a round
/// @param options of the rounds
/// @param step of the common values
public record FederationFile(
        Map<String, String> training, List<Client> clients, Optional<Path> test, LocalWork work, FederationOptions options, ServerStep step) {
    private static final List<String> NAMES = List.of(
            "options", "clients", "test", "rounds", "local-epochs", "local-steps", "proximal", "aggregation", "trim", "liars", "server",
            "server-lr", "server-beta1", "server-beta2", "server-tau", "participation", "dropouts", "stragglers", "min-clients", "faults",
            "seed", "parallel");

    /// A client.
    ///
    /// @param name what reports call it
    /// @param train its data
    /// @param poison how it lies, if it does
    public record Client(String name, Path train, Optional<Poison> poison) {}

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
        if (fields.values.get("options") instanceof Map<?, ?> given) {
            JsonReader.fields(given).forEach((name, value) -> training.put(name, word("'options." + name + "'", value)));
        } else {
            throw new IllegalArgumentException("'options': needs an object with the options of 'finetune'");
        }
        return new FederationFile(training, clients(fields), fields.text("test").map(Path::of), work(fields), options(fields), step(fields));
    }

    private static List<Client> clients(Fields fields) {
        if (!(fields.values.get("clients") instanceof List<?> given) || given.isEmpty()) {
            throw new IllegalArgumentException("'clients': needs a list of one or more objects");
        }
        var clients = new ArrayList<Client>();
        for (Object one : given) {
            String place = "clients[%d]".formatted(clients.size());
            if (!(one instanceof Map<?, ?> object)) {
                throw new IllegalArgumentException("'%s': needs an object".formatted(place));
            }
            var client = new Fields(place + ".", JsonReader.fields(object), List.of("name", "train", "poison"));
            clients.add(new Client(client.needed("name"), Path.of(client.needed("train")),
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
                fields.whole("parallel", 1));
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

    /// The fields of an object.
    ///
    /// @param place of the object before a name in messages
    private record Fields(String place, Map<String, @Nullable Object> values, List<String> names) {
        Fields {
            for (String name : values.keySet()) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException("'%s%s': is no field%s".formatted(place, name, NearestName.among(names, name)
                            .map(nearest -> "; did you mean '" + nearest + "'?").orElse("")));
                }
            }
        }

        boolean has(String name) {
            return values.get(name) != null;
        }

        void only(String name, boolean holds, String with) {
            if (has(name) && !holds) {
                throw new IllegalArgumentException("'%s': goes with %s only".formatted(name, with));
            }
        }

        Optional<String> text(String name) {
            Object value = values.get(name);
            if (value == null) {
                return Optional.empty();
            }
            if (!(value instanceof String text) || text.isBlank()) {
                throw new IllegalArgumentException("'%s%s': needs a text".formatted(place, name));
            }
            return Optional.of(text);
        }

        String needed(String name) {
            return text(name).orElseThrow(() -> new IllegalArgumentException("'%s%s': is missing".formatted(place, name)));
        }

        OptionalDouble number(String name) {
            Object value = values.get(name);
            if (value == null) {
                return OptionalDouble.empty();
            }
            if (!(value instanceof Number number)) {
                throw new IllegalArgumentException("'%s': needs a number".formatted(name));
            }
            return OptionalDouble.of(number.doubleValue());
        }

        int whole(String name, int usual) {
            double value = number(name).orElse(usual);
            if (value != (int) value) {
                throw new IllegalArgumentException("'%s' %s: needs a whole number".formatted(name, value));
            }
            return (int) value;
        }
    }
}
