package dev.lathe.cli.trust;

import dev.lathe.Device;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.trust.anonymise.AnonymiseOptions;
import dev.lathe.trust.anonymise.AnonymiseReport;
import dev.lathe.trust.anonymise.Anonymiser;
import dev.lathe.trust.anonymise.Generalisation;
import dev.lathe.trust.mask.EntityFinder;
import dev.lathe.trust.mask.Finder;
import dev.lathe.trust.mask.MaskRules;
import dev.lathe.trust.mask.Masker;
import dev.lathe.trust.mask.Pseudonyms;
import dev.lathe.trust.mask.Replacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe anonymise`: a training file without personal data.
@Command(name = "anonymise", mixinStandardHelpOptions = true,
        description = "Masks personal data in a training file, keeps all else of it as it is, and reports groups of people that are too small.",
        customSynopsis = "lathe anonymise --input FILE --output FILE --columns NAME,... [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe anonymise --input tickets.csv --output clean.csv --columns text",
            "  lathe anonymise --input tickets.csv --output clean.csv --columns text \\",
            "      --k-anonymity age,city --k 5 --generalise age=10 --small suppress"})
public final class AnonymiseCommand implements Callable<Integer> {
    /// A model's entity is meant from here on: one too many costs less than one too few.
    private static final double LEAST_SCORE = 0.3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "A .jsonl, .csv or .tsv file.")
    private Path input = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file without personal data; it appears whole at the end.")
    private Path output = Path.of("");

    @Option(names = "--columns", required = true, split = ",", paramLabel = "NAME", description = "Columns of texts, or of lists of tokens, to mask.")
    private List<String> columns = List.of();

    @Option(names = "--format", paramLabel = "jsonl|csv|tsv", description = "Format of both files; default that of the input's extension.")
    private Optional<DataFormat> format = Optional.empty();

    @Option(names = "--rules", paramLabel = "FILE",
            description = "Further rules, each a line: a type in capitals and a regular expression; -TYPE takes one away.")
    private Optional<Path> rules = Optional.empty();

    @Option(names = "--model", paramLabel = "DIR|NAME", description = "A token classifier, whose entities are masked too.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--pseudonyms", paramLabel = "FILE",
            description = "Replace by pseudonyms that this key turns back, 128 hexadecimal digits: 'openssl rand -hex 64'; default [TYPE].")
    private Optional<Path> pseudonyms = Optional.empty();

    @Option(names = "--k-anonymity", split = ",", paramLabel = "NAME",
            description = "Columns by which people could be found, such as age and city: rows that agree in all of them are a group.")
    private List<String> identifiers = List.of();

    @Option(names = "--k", paramLabel = "N", description = "The fewest rows that a group is to have; default 5.")
    private Optional<Integer> fewest = Optional.empty();

    @Option(names = "--generalise", split = ",", paramLabel = "NAME=HOW",
            description = "Say less: age=10 makes 34 to 30-39, zip=first:2 makes 90210 to 90*.")
    private Map<String, String> generalised = Map.of();

    @Option(names = "--small", paramLabel = "list|suppress|drop",
            description = "What is done with rows of smaller groups: list their lines, put * in the columns, or leave the rows out; default list.")
    private Optional<AnonymiseOptions.Small> small = Optional.empty();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    private final Surroundings surroundings;

    public AnonymiseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (identifiers.isEmpty() && (fewest.isPresent() || small.isPresent() || !generalised.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--k, --small, --generalise: need --k-anonymity");
        }
        var finders = new ArrayList<Finder>();
        finders.add(rules.isPresent() ? MaskRules.read(rules.get()) : MaskRules.usual());
        Replacement replacement = pseudonyms.isPresent() ? Pseudonyms.read(pseudonyms.get()) : Replacement.BY_TYPE;
        AnonymiseReport report;
        if (model.isEmpty()) {
            report = run(new Masker(finders, replacement));
        } else {
            try (Device opened = device.open(surroundings); TokenClassifier tagger = tagger(model.get(), opened)) {
                finders.add(EntityFinder.of(tagger, Set.of(), LEAST_SCORE));
                report = run(new Masker(finders, replacement));
            }
        }
        surroundings.out().print(report.toText());
        surroundings.out().flush();
        return ExitCode.DONE;
    }

    private AnonymiseReport run(Masker masker) throws IOException {
        AnonymiseOptions options = OptionWords.checked(spec.commandLine(), () -> {
            var less = new LinkedHashMap<String, Generalisation>();
            generalised.forEach((name, how) -> less.put(name, Generalisation.parse(how)));
            return new AnonymiseOptions(columns, masker, identifiers, fewest.orElse(5), less, small.orElse(AnonymiseOptions.Small.LIST));
        });
        return Anonymiser.run(input, output, format.orElseGet(() -> DataFormat.ofExtension(input)), options);
    }

    private TokenClassifier tagger(String name, Device opened) throws IOException {
        var directory = ModelArgument.announced(name, surroundings);
        return TokenClassifier.load(directory, TokenClassifier.Options.of(directory), opened);
    }
}
