package dev.lathe.cli.guard;

import dev.lathe.Device;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.serve.api.Masking;
import dev.lathe.trust.mask.EntityFinder;
import dev.lathe.trust.mask.Finder;
import dev.lathe.trust.mask.MaskRules;
import dev.lathe.trust.mask.Masker;
import dev.lathe.trust.mask.Pseudonyms;
import dev.lathe.trust.mask.Replacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which personal data of a server's texts is replaced, and by what.
public final class MaskSettings {
    /// A model's entity is meant from here on: one too many costs less than one too few.
    private static final double LEAST_SCORE = 0.3;

    @Option(names = "--mask", paramLabel = "[MODEL=]PART,...",
            description = "Replace mail, phones, cards, bank accounts, national numbers and the like in requests, responses, logs (any of these), for all models "
                    + "or one; to be given once for each model.")
    private List<String> parts = List.of();

    @Option(names = "--mask-rules", paramLabel = "FILE", description = "Further rules, each a line: a type in capitals and a regular expression; -TYPE takes one away.")
    private Optional<Path> rules = Optional.empty();

    @Option(names = "--mask-model", paramLabel = "DIR|NAME", description = "A token classifier, whose entities are masked too.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--mask-key", paramLabel = "FILE",
            description = "Replace by pseudonyms that this key turns back, 128 hexadecimal digits: 'openssl rand -hex 64'; default [TYPE].")
    private Optional<Path> key = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @param masking for the server
    /// @param model of entities, if any
    record Opened(Masking masking, Optional<TokenClassifier> model) {
        void close() {
            model.ifPresent(TokenClassifier::close);
        }
    }

    /// @param models that are served, by their names
    Opened open(Set<String> models, Device device, Surroundings surroundings) throws IOException {
        if (parts.isEmpty()) {
            if (rules.isPresent() || model.isPresent() || key.isPresent()) {
                throw new ParameterException(spec.commandLine(), "--mask-rules, --mask-model, --mask-key: need --mask");
            }
            return new Opened(Masking.NONE, Optional.empty());
        }
        Set<Masking.Part> all = EnumSet.noneOf(Masking.Part.class);
        var byModel = new HashMap<String, Set<Masking.Part>>();
        for (String given : parts) {
            int equals = given.lastIndexOf('=');
            Set<Masking.Part> named = named(given, given.substring(equals + 1));
            (equals < 0 ? all : byModel.computeIfAbsent(given.substring(0, equals), _ -> EnumSet.noneOf(Masking.Part.class))).addAll(named);
        }
        var finders = new ArrayList<Finder>();
        finders.add(rules.isPresent() ? MaskRules.read(rules.get()) : MaskRules.usual());
        Replacement replacement = key.isPresent() ? Pseudonyms.read(key.get()) : Replacement.BY_TYPE;
        Optional<TokenClassifier> tagger = tagger(device, surroundings);
        tagger.ifPresent(opened -> finders.add(EntityFinder.of(opened, Set.of(), LEAST_SCORE)));
        var masking = new Masking(new Masker(finders, replacement), all, byModel);
        masking.requireServed(models);
        return new Opened(masking, tagger);
    }

    private Optional<TokenClassifier> tagger(Device device, Surroundings surroundings) throws IOException {
        if (model.isEmpty()) {
            return Optional.empty();
        }
        var directory = ModelArgument.announced(model.get(), surroundings);
        return Optional.of(TokenClassifier.load(directory, TokenClassifier.Options.of(directory), device));
    }

    private Set<Masking.Part> named(String given, String words) {
        Set<Masking.Part> named = EnumSet.noneOf(Masking.Part.class);
        for (String word : words.split(",", -1)) {
            named.add(Arrays.stream(Masking.Part.values()).filter(part -> name(part).equals(word)).findFirst()
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), "--mask %s: '%s' is none of %s".formatted(given, word,
                            Arrays.stream(Masking.Part.values()).map(MaskSettings::name).collect(Collectors.joining(", "))))));
        }
        return named;
    }

    private static String name(Masking.Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
