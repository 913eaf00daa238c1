package dev.lathe.cli.guard;

import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.bert.directory.AdapterDirectory;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.output.ReportFiles;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.trust.audit.AuditCheck;
import dev.lathe.trust.audit.AuditKey;
import dev.lathe.trust.audit.AuditLog;
import dev.lathe.trust.audit.AuditOptions;
import dev.lathe.trust.audit.AuditStep;
import dev.lathe.trust.audit.AuditVerdict;
import dev.lathe.trust.audit.ModelHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The log in which it stands what was done to a model.
public final class AuditArgument {
    @Option(names = "--audit-log", paramLabel = "FILE",
            description = "Note down what was done, with hashes and without texts, in the chain that 'lathe serve --audit-log' goes on; "
                    + "'lathe audit verify' checks it.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--audit-key", paramLabel = "FILE", description = "Sign the log's end with this key, 64 hexadecimal digits: 'openssl rand -hex 32'.")
    private Optional<Path> key = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    private AuditOptions options = AuditOptions.USUAL;

    /// Whether anything is noted down.
    public boolean isGiven() {
        return file.isPresent();
    }

    /// Looks at the log before anything is done that would be noted there; it is not held meanwhile.
    ///
    /// @throws CommandFailure if it was changed
    public void check() throws IOException {
        if (file.isEmpty() && key.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--audit-key: needs --audit-log");
        }
        if (key.isPresent()) {
            options = options.withKey(AuditKey.read(key.get()));
        }
        if (file.isPresent() && Files.exists(file.get())
                && AuditCheck.of(file.get(), options.key()) instanceof AuditVerdict.Broken(Path at, long line, String fault)) {
            throw new CommandFailure("%s%s: %s; keep the log, and begin another".formatted(at, line == 0 ? "" : ":" + line, fault));
        }
    }

    /// Notes that a fine-tuning has written a model: its hash, and that of `training.json`, which has those of the base and of the data.
    ///
    /// @param named the model's directory as it was given, as [#evaluated] names it
    /// @param directory where its files can be read
    /// @param base that it began with, which an adapter is used with
    public void trained(Path named, Path directory, Path base) throws IOException {
        if (file.isPresent()) {
            var facts = new LinkedHashMap<String, String>();
            facts.put("model", named.toString());
            facts.put("model_sha256", hash(ModelDirectory.open(directory, (_, _) -> base)));
            facts.put("training_sha256", Sha256.of(directory.resolve(TrainingRecord.NAME)));
            note(AuditStep.Kind.TRAINED, facts);
        }
    }

    /// Notes for each model that it was measured: its hash, those of the data, and of the report as `--report` writes it.
    ///
    /// @param directories of all models that were evaluated together
    public void evaluated(List<ModelDirectory> directories, DataSplit data, double loss, Report report) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        var hash = new Sha256();
        hash.update(ByteBuffer.wrap(ReportFiles.json(data, loss, report)));
        String reported = hash.hex();
        for (ModelDirectory directory : directories) {
            var facts = new LinkedHashMap<String, String>();
            facts.put("model", directory.adapter().map(AdapterDirectory::path).orElse(directory.path()).toString());
            facts.put("model_sha256", hash(directory));
            facts.put("data_sha256", data.file().sha256());
            facts.put("report_sha256", reported);
            note(AuditStep.Kind.EVALUATED, facts);
        }
    }

    /// What tells a model from others: the hash of its files, or of an adapter's and its base's.
    public static String hash(ModelDirectory directory) throws IOException {
        return directory.adapter().isPresent() ? ModelHash.of(directory.adapter().get().path(), directory.path()) : ModelHash.of(directory.path());
    }

    /// Adds what was done, if there is a log.
    ///
    /// @throws dev.lathe.trust.audit.AuditException if it cannot be added, as while a server writes the log
    public void note(AuditStep.Kind kind, SequencedMap<String, String> facts) throws IOException {
        if (file.isPresent()) {
            try (AuditLog log = AuditLog.open(file.get(), options)) {
                log.append(new AuditStep(kind, facts));
            }
        }
    }
}
