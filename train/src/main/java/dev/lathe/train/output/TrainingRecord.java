package dev.lathe.train.output;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.rows.TableLayout;
import dev.lathe.train.data.rows.TextColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a run was started with, enough to repeat it: `training.json`.
///
/// A run that is repeated with the same versions writes the same bytes, but for `run`, which says what it took.
public final class TrainingRecord {

    /// The file's name.
    public static final String NAME = "training.json";
    private static final String BASE_FILES = "base_files";

    private static final String EPOCHS = "options.epochs";

    private final String latheVersion;
    private final String task;
    private final String baseModel;
    private final long seed;
    /// Empty where none was given and there is no default.
    private final SequencedMap<String, Optional<Object>> options = new LinkedHashMap<>();
    private final List<DataSplit> data = new ArrayList<>();
    private final Map<String, String> baseFiles = new LinkedHashMap<>();
    private final Map<String, String> resultFiles = new LinkedHashMap<>();
    private final Map<String, Double> spent = new LinkedHashMap<>();
    private Optional<Run> run = Optional.empty();
    private Optional<String> baseLicence = Optional.empty();

    /// A record without options and data.
    ///
    /// @param latheVersion Lathe's version
    /// @param task the task, as `--task` names it
    /// @param baseModel the model that the run began with, as `--model` names it
    public TrainingRecord(String latheVersion, String task, String baseModel, long seed) {
        this.latheVersion = latheVersion;
        this.task = task;
        this.baseModel = baseModel;
        this.seed = seed;
    }

    /// Adds an option.
    ///
    /// @param name its name without dashes in front
    /// @return this record
    public TrainingRecord option(String name, String value) {
        return put(name, Optional.of(value));
    }

    /// Adds an option.
    ///
    /// @param name its name without dashes in front
    /// @return this record
    public TrainingRecord option(String name, long value) {
        return put(name, Optional.of(value));
    }

    /// Adds an option.
    ///
    /// @param name its name without dashes in front
    /// @param value its value, finite
    /// @return this record
    public TrainingRecord option(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("option " + name + ": " + value + ": JSON has no such number");
        }
        return put(name, Optional.of(value));
    }

    /// Adds an option.
    ///
    /// @param name its name without dashes in front
    /// @return this record
    public TrainingRecord option(String name, boolean value) {
        return put(name, Optional.of(value));
    }

    /// Adds an option that was not given and has no default: JSON's null.
    ///
    /// @param name its name without dashes in front
    /// @return this record
    public TrainingRecord optionNotGiven(String name) {
        return put(name, Optional.empty());
    }

    private TrainingRecord put(String name, Optional<Object> value) {
        if (options.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("option " + name + ": recorded twice");
        }
        return this;
    }

    /// The options so far that have a value: a `String`, a `Long`, a `Double` or a `Boolean`.
    public SequencedMap<String, Object> options() {
        var given = new LinkedHashMap<String, Object>();
        options.forEach((name, value) -> value.ifPresent(present -> given.put(name, present)));
        return given;
    }

    /// Adds data that the run used.
    ///
    /// @param split the data and what it was for
    /// @return this record
    public TrainingRecord data(DataSplit split) {
        data.add(split);
        return this;
    }

    /// Says under which licence the base model is.
    ///
    /// @param id an SPDX identifier, its owner's words, or `unknown`
    /// @return this record
    public TrainingRecord baseLicence(String id) {
        baseLicence = Optional.of(id);
        return this;
    }

    /// Adds a file of the base model.
    ///
    /// @param sha256 its hash
    /// @return this record
    public TrainingRecord baseFile(String name, String sha256) {
        baseFiles.put(name, sha256);
        return this;
    }

    /// Adds a file of the result.
    ///
    /// @param sha256 its hash
    /// @return this record
    public TrainingRecord resultFile(String name, String sha256) {
        resultFiles.put(name, sha256);
        return this;
    }

    /// Adds what a finished private run has spent, beside what it took.
    ///
    /// @return this record
    public TrainingRecord spent(String name, double value) {
        spent.put(name, value);
        return this;
    }

    /// What a finished run took.
    ///
    /// @param device what computed
    /// @param time from the first step to the last evaluation
    /// @param parts what of that time went into what, by names such as `evaluations`
    /// @param tokens of all optimiser steps
    /// @param tokensPerSecond of the optimiser steps
    /// @param begunWithEpochs how many epochs it was to have at first, if it was resumed with more
    /// @param parameters numbers that were trained
    /// @param memory bytes by what they were for, such as `weights`
    public record Run(
            String device, Duration time, SequencedMap<String, Duration> parts, long tokens, double tokensPerSecond,
            OptionalInt begunWithEpochs, long parameters, SequencedMap<String, Long> memory) {}

    /// Says what the run took.
    ///
    /// @param value what it took
    /// @return this record
    public TrainingRecord run(Run value) {
        run = Optional.of(value);
        return this;
    }

    /// Writes the record.
    ///
    /// @param directory gets `training.json`
    /// @throws IOException if writing fails
    public void write(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        byte[] bytes = JsonWriter.object(JsonLayout.FIELDS, this::writeFields);
        NamedWriting.of(file, () -> Files.write(file, bytes));
    }

    /// What this run was started with and an earlier one was not; what the earlier one led to does not matter. The Java runtime and the operating system may be others: they
    /// change no result.
    ///
    /// @param earlier the earlier run's `training.json`
    /// @return the first difference, such as `options.lr is 3.0E-5, was 2.0E-5`; empty if there is none
    /// @throws OutputException if the file is no JSON
    /// @throws IOException if reading fails
    public Optional<String> differenceFrom(Path earlier) throws IOException {
        return RecordDifference.between(earlier, JsonWriter.object(JsonLayout.FIELDS, this::writeFields));
    }

    /// How many epochs an earlier run was to have.
    ///
    /// @param earlier the earlier run's `training.json`
    /// @return the number; empty if the file does not say
    /// @throws OutputException if the file is no JSON
    /// @throws IOException if reading fails
    public static OptionalInt epochs(Path earlier) throws IOException {
        return RecordDifference.integer(earlier, EPOCHS);
    }

    /// The columns that a model was trained on.
    ///
    /// @param model its directory
    /// @return the columns, with labels; empty if its record is missing or does not say
    /// @throws OutputException if the record is no JSON
    /// @throws IOException if reading fails
    public static Optional<TextColumns> columns(Path model) throws IOException {
        Path file = model.resolve(NAME);
        Map<String, String> values = Files.isRegularFile(file) ? RecordDifference.values(file) : Map.of();
        String text = values.get("options.text-column");
        String pair = values.get("options.pair-column");
        String label = values.get("options.label-column");
        if (text == null || pair == null || label == null) {
            return Optional.empty();
        }
        Optional<Character> delimiter = Optional.ofNullable(values.get("options.delimiter"))
                .filter(given -> given.length() == 1).map(given -> given.charAt(0));
        return Optional.of(new TextColumns(text, pair, !pair.equals(TextColumns.standard().pair()), label, true,
                new TableLayout(delimiter, Optional.ofNullable(values.get("options.id-column")))));
    }

    /// How many tokens of an example a model was trained and judged with.
    ///
    /// @param model its directory
    /// @return the number; empty if its record is missing or does not say
    /// @throws OutputException if the record is no JSON
    /// @throws IOException if reading fails
    public static OptionalInt maxLength(Path model) throws IOException {
        Path file = model.resolve(NAME);
        return Files.isRegularFile(file) ? RecordDifference.integer(file, "options.max-length") : OptionalInt.empty();
    }

    /// The files of the base that a model was trained from.
    ///
    /// @param model its directory
    /// @return hashes by the files' names; empty if its record is missing or does not say
    /// @throws OutputException if the record is no JSON
    /// @throws IOException if reading fails
    public static SortedMap<String, String> baseFiles(Path model) throws IOException {
        return hashes(model, BASE_FILES);
    }

    /// Holds the files of a result against the hashes that its record has of them.
    ///
    /// @param result its directory
    /// @throws OutputException naming one that is missing or another
    /// @throws IOException if the file system fails
    public static void requireResult(Path result) throws IOException {
        for (Map.Entry<String, String> file : hashes(result, RecordDifference.RESULT_FILES).entrySet()) {
            Path path = result.resolve(file.getKey());
            if (!Files.isRegularFile(path) || !Sha256.of(path).equals(file.getValue())) {
                throw new OutputException("%s: not what was written, by its SHA-256 in %s; begin anew with --overwrite".formatted(path, NAME));
            }
        }
    }

    private static SortedMap<String, String> hashes(Path directory, String field) throws IOException {
        Path file = directory.resolve(NAME);
        var hashes = new TreeMap<String, String>();
        if (Files.isRegularFile(file)) {
            RecordDifference.values(file).forEach((key, value) -> {
                if (key.startsWith(field + ".")) {
                    hashes.put(key.substring(field.length() + 1), value);
                }
            });
        }
        return hashes;
    }

    private void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("task", task);
        json.writeStringField("base_model", baseModel);
        if (baseLicence.isPresent()) {
            json.writeStringField("base_license", baseLicence.get());
        }
        writeHashes(json, BASE_FILES, baseFiles);
        json.writeNumberField("seed", seed);
        json.writeObjectFieldStart("options");
        for (Map.Entry<String, Optional<Object>> option : options.entrySet()) {
            json.writeFieldName(option.getKey());
            writeValue(json, option.getValue().orElse(null));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("data");
        for (DataSplit split : data) {
            json.writeObjectFieldStart(split.name());
            json.writeStringField("file", split.file().name());
            json.writeNumberField("bytes", split.file().bytes());
            json.writeStringField("sha256", split.file().sha256());
            json.writeNumberField("rows", split.file().rows());
            json.writeNumberField("examples", split.examples());
            json.writeEndObject();
        }
        json.writeEndObject();
        writeHashes(json, RecordDifference.RESULT_FILES, resultFiles);
        if (run.isPresent()) {
            writeRun(run.get(), json);
        }
        writeVersions(json);
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case Object text -> json.writeString(text.toString());
        }
    }

    private void writeRun(Run run, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(RecordDifference.RUN);
        json.writeStringField("device", run.device());
        json.writeNumberField("seconds", seconds(run.time()));
        for (Map.Entry<String, Duration> part : run.parts().entrySet()) {
            json.writeNumberField(part.getKey() + "_seconds", seconds(part.getValue()));
        }
        json.writeNumberField("tokens", run.tokens());
        json.writeNumberField("tokens_per_second", Math.rint(run.tokensPerSecond() * 10) / 10);
        if (run.begunWithEpochs().isPresent()) {
            json.writeNumberField("begun_with_epochs", run.begunWithEpochs().getAsInt());
        }
        json.writeNumberField("parameters", run.parameters());
        for (Map.Entry<String, Long> part : run.memory().entrySet()) {
            json.writeNumberField(part.getKey() + "_bytes", part.getValue());
        }
        for (Map.Entry<String, Double> one : spent.entrySet()) {
            json.writeNumberField(one.getKey(), one.getValue());
        }
        json.writeEndObject();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static void writeHashes(JsonGenerator json, String key, Map<String, String> files) throws IOException {
        if (!files.isEmpty()) {
            json.writeObjectFieldStart(key);
            for (Map.Entry<String, String> file : files.entrySet()) {
                json.writeStringField(file.getKey(), file.getValue());
            }
            json.writeEndObject();
        }
    }

    private void writeVersions(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("versions");
        json.writeStringField("lathe", latheVersion);
        json.writeStringField("java", property("java.runtime.version"));
        json.writeStringField("jvm", property("java.vm.name") + ", " + property("java.vendor"));
        json.writeStringField("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        json.writeEndObject();
    }

    private static String property(String name) {
        return Optional.ofNullable(System.getProperty(name)).orElse("unknown");
    }
}
