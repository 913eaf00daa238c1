package dev.lathe.cli.guard;

import dev.lathe.bert.directory.AdapterDirectory;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.json.JsonReader;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.output.ReportFiles;
import dev.lathe.train.run.BaseModel;
import dev.lathe.trust.policy.Facts;
import dev.lathe.trust.policy.Moment;
import dev.lathe.trust.policy.Policy;
import dev.lathe.trust.provenance.Provenance;
import dev.lathe.trust.provenance.SignedDirectory;
import dev.lathe.trust.provenance.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The policy that a model must keep.
public final class PolicyArgument {
    @Option(names = "--policy", paramLabel = "JSON",
            description = "Refuse a model that breaks a rule of this file, about licences, scores, gaps, epsilon, signature or masks: docs/accountability.md. "
                    + "What nobody has measured is refused too.")
    private Optional<Path> file = Optional.empty();

    private Optional<Policy> policy = Optional.empty();

    /// Reads the policy, if one is given: what is wrong with it is told before anything else is done.
    public void read() throws IOException {
        if (file.isPresent()) {
            policy = Optional.of(Policy.read(file.get()));
        }
    }

    /// @throws dev.lathe.trust.policy.PolicyException if it refuses what is known before a fine-tuning
    public void before(Path out, BaseModel base, String dataLicence) throws IOException {
        if (policy.isPresent()) {
            var known = new Provenance(Map.of("base_license", base.licence(), "options", Map.of("data-license", dataLicence)), Map.of());
            policy.get().require(out.toString(), Facts.of(known), Moment.BEFORE_TRAINING);
        }
    }

    /// @throws dev.lathe.trust.policy.PolicyException if it refuses a fine-tuning's result
    public void trained(Path directory) throws IOException {
        if (policy.isPresent()) {
            policy.get().require(directory.toString(), Facts.of(Provenance.of(directory)), Moment.TRAINED);
        }
    }

    /// @param directories of all models that were evaluated together
    /// @throws dev.lathe.trust.policy.PolicyException if it refuses one after an evaluation
    public void evaluated(List<ModelDirectory> directories, DataSplit data, double loss, Report report) throws IOException {
        if (policy.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> measured = values(ReportFiles.json(data, loss, report));
        for (ModelDirectory directory : directories) {
            Path own = own(directory);
            policy.get().require(own.toString(), facts(own, Provenance.of(own).withReport(measured), Set.of()), Moment.EVALUATED);
        }
    }

    /// @param masked types of personal data that are replaced in its requests
    /// @throws dev.lathe.trust.policy.PolicyException if it refuses that a model is served
    public void served(ModelDirectory directory, Set<String> masked) throws IOException {
        if (policy.isPresent()) {
            Path own = own(directory);
            policy.get().require(own.toString(), facts(own, Provenance.of(own), masked), Moment.SERVED);
        }
    }

    private Facts facts(Path own, Provenance provenance, Set<String> masked) throws IOException {
        boolean asks = policy.filter(Policy::asksWhoSigned).isPresent();
        return new Facts(provenance, asks ? SignedDirectory.verify(own, Optional.empty()) : new Verdict.Unsigned(), masked);
    }

    /// An adapter's own directory, else the model's.
    private static Path own(ModelDirectory directory) {
        return directory.adapter().map(AdapterDirectory::path).orElse(directory.path());
    }

    private static Map<String, @Nullable Object> values(byte[] report) throws IOException {
        try (var json = JsonReader.SMALL.parser(report)) {
            json.nextToken();
            return JsonReader.object(json);
        }
    }
}
