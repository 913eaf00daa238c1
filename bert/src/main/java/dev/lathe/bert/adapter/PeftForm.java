package dev.lathe.bert.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// How `adapter_config.json` tells of a method. One that has settings to keep, or a name in PEFT, is a class like [LoraForm] and a line in
/// [AdapterConfig]; others need none: [NamedForm].
interface PeftForm {
    String TARGETS = "target_modules";
    String EXCLUDED = "exclude_modules";

    /// The value of `peft_type`.
    String type();

    /// Whether PEFT knows it.
    default boolean isPefts() {
        return true;
    }

    /// Whether a method is of this form.
    boolean isOf(AdapterMethod method);

    /// The method that a file tells of.
    ///
    /// @throws CheckpointException if it asks for what is not known
    AdapterMethod read(JsonObject json) throws IOException;

    /// Writes the method's own keys.
    ///
    /// @param plan of the model that was trained
    /// @param steps of its training
    void write(JsonGenerator json, AdapterPlan plan, int steps) throws IOException;

    /// What `target_modules` and `exclude_modules` mean.
    static Targets targets(JsonObject json, String key) throws CheckpointException {
        List<String> excluded = json.textOrTexts(EXCLUDED);
        Optional<String> text = json.values().get(key) instanceof String given ? Optional.of(given) : Optional.empty();
        if (text.isEmpty()) {
            return Targets.of(json.texts(key)).excluding(excluded);
        }
        if (text.get().equals("all-linear")) {
            return new Targets(List.of(), Optional.of(Pattern.compile(".*")), excluded);
        }
        try {
            return new Targets(List.of(), Optional.of(Pattern.compile(text.get())), excluded);
        } catch (PatternSyntaxException e) {
            throw new CheckpointException(json.file(), "'%s': no regular expression: %s".formatted(key, e.getDescription()), e);
        }
    }

    /// Writes which maps have something, so that PEFT finds the same.
    static void writeTargets(JsonGenerator json, AdapterPlan plan) throws IOException {
        Targets targets = plan.method().targets();
        var passedOver = new ArrayList<>(targets.excluded());
        passedOver.addAll(plan.passedOver());
        writeTexts(json, TARGETS, targets.namesOf(plan.places()));
        writeTexts(json, EXCLUDED, passedOver);
    }

    /// `null` where there are none.
    static void writeTexts(JsonGenerator json, String key, List<String> texts) throws IOException {
        if (texts.isEmpty()) {
            json.writeNullField(key);
            return;
        }
        json.writeArrayFieldStart(key);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /// Writes `lora_alpha`: a whole number where it is one, as PEFT has it.
    static void writeAlpha(JsonGenerator json, double alpha) throws IOException {
        if (alpha == Math.rint(alpha) && alpha < Integer.MAX_VALUE) {
            json.writeNumberField("lora_alpha", (int) alpha);
        } else {
            json.writeNumberField("lora_alpha", alpha);
        }
    }
}
