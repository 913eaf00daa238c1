package dev.lathe.train.tune;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.train.evaluate.Standing;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The trials that are done, in their order. A search that begins with a journal takes what it holds instead of training again, after it
/// has made sure that it would have tried the same.
public final class Journal implements AutoCloseable {
    private final Path file;
    private final LineFile lines;
    private final List<Trial> held = new ArrayList<>();
    private int taken;

    private Journal(Path file, LineFile lines) {
        this.file = file;
        this.lines = lines;
    }

    /// Opens the journal of a search, or begins it.
    ///
    /// @throws OutputException if it is damaged
    public static Journal open(Path file) throws IOException {
        var journal = new Journal(file, LineFile.open(file));
        boolean sound = false;
        try {
            for (JsonObject line : journal.lines.lines()) {
                journal.held.add(read(line));
            }
            sound = true;
            return journal;
        } finally {
            if (!sound) {
                journal.close();
            }
        }
    }

    /// What the journal held when it was opened.
    public int size() {
        return held.size();
    }

    /// The next trial: as the journal has it, or else trained and then written down.
    ///
    /// @param name what the trainee knows the trial by
    /// @throws OutputException if the journal has another setting in its place
    Trial next(Trainee trainee, String name, int number, int rung, Setting setting, OptionalInt budget) throws IOException {
        if (taken < held.size()) {
            Trial known = held.get(taken++);
            if (known.number() != number || known.rung() != rung || !known.setting().equals(setting)) {
                throw new OutputException("%s:%d: has trial %d with %s where this search has trial %d with %s; it was begun with another file or other options"
                        .formatted(file, taken, known.number(), known.setting(), number, setting));
            }
            return known;
        }
        Trial trial = trained(trainee, name, number, rung, setting, budget);
        lines.append(json -> write(trial, json));
        return trial;
    }

    private static Trial trained(Trainee trainee, String name, int number, int rung, Setting setting, OptionalInt budget)
            throws IOException {
        try {
            return new Trial(number, rung, setting, Optional.of(trainee.train(name, setting, budget)), "");
        } catch (ArithmeticException notFinite) {
            return new Trial(number, rung, setting, Optional.empty(), String.valueOf(notFinite.getMessage()));
        }
    }

    private static void write(Trial trial, JsonGenerator json) throws IOException {
        json.writeNumberField("trial", trial.number());
        json.writeNumberField("rung", trial.rung());
        json.writeObjectFieldStart("setting");
        for (Map.Entry<String, String> word : trial.setting().words().entrySet()) {
            json.writeStringField(word.getKey(), word.getValue());
        }
        json.writeEndObject();
        if (trial.standing().isPresent()) {
            StandingJson.write(trial.standing().get(), json);
        } else {
            json.writeStringField("failure", trial.failure());
        }
    }

    private static Trial read(JsonObject json) throws IOException {
        var words = new LinkedHashMap<String, String>();
        json.requiredObject("setting").values().forEach((name, value) -> words.put(name, String.valueOf(value)));
        Optional<String> failure = json.text("failure");
        Optional<Standing> standing = failure.isPresent() ? Optional.empty() : Optional.of(StandingJson.read(json));
        return new Trial(json.requiredInteger("trial"), json.requiredInteger("rung"), new Setting(words), standing, failure.orElse(""));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
