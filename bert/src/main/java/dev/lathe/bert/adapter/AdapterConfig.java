package dev.lathe.bert.adapter;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterMethods;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.PrefixTuning;
import dev.lathe.nn.adapter.PromptTuning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `adapter_config.json` says.
///
/// @param method with its settings; `peft_type` and the keys of its own
/// @param base the model that it belongs to, a directory or a name; `base_model_name_or_path`
/// @param head what the model is for; `task_type`, empty where that is absent
public record AdapterConfig(AdapterMethod method, String base, Optional<ModelHead> head) {
    /// The file's name.
    public static final String NAME = "adapter_config.json";

    private static final long MAX_BYTES = 1 << 20;
    private static final String TYPE = "peft_type";
    private static final String TASK = "task_type";
    private static final String BASE = "base_model_name_or_path";
    private static final List<PeftForm> FORMS = withNamed(List.of(
            new LoraForm(),
            new AdaLoraForm(),
            new Ia3Form(),
            new BottleneckForm(),
            new VirtualTokensForm("PROMPT_TUNING", PromptTuning.class, PromptTuning::new),
            new VirtualTokensForm("PREFIX_TUNING", PrefixTuning.class, PrefixTuning::new)));
    /// PEFT has no type for the others.
    private static final Map<String, ModelHead> HEADS = Map.of(
            "SEQ_CLS", ModelHead.SEQUENCE_CLASSIFICATION,
            "TOKEN_CLS", ModelHead.TOKEN_CLASSIFICATION,
            "QUESTION_ANS", ModelHead.QUESTION_ANSWERING,
            "FEATURE_EXTRACTION", ModelHead.NONE);

    /// Whether PEFT opens what is trained by a method; what it does not know is in a form of our own.
    public static boolean isKnownToPeft(AdapterMethod method) {
        return form(method).isPefts();
    }

    /// Refuses a method that no file could tell of, before anything is trained.
    ///
    /// @throws IllegalArgumentException if there is no form for it, nor for its settings
    public static void requireForm(AdapterMethod method) {
        form(method);
    }

    private static PeftForm form(AdapterMethod method) {
        return FORMS.stream().filter(candidate -> candidate.isOf(method)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "peft %s: %s has no form for it with these settings".formatted(method.name(), NAME)));
    }

    private static List<PeftForm> withNamed(List<PeftForm> forms) {
        return Stream.concat(forms.stream(), AdapterMethods.all().stream()
                .filter(method -> forms.stream().noneMatch(form -> form.isOf(method))).map(NamedForm::new)).toList();
    }

    /// Reads the file in a directory.
    ///
    /// @throws CheckpointException if it is missing or broken, or asks for what is not known
    public static AdapterConfig read(Path directory) throws IOException {
        JsonObject json = JsonObject.read(directory.resolve(NAME), MAX_BYTES);
        String type = json.text(TYPE).orElseThrow(() -> json.problem(TYPE, "missing"));
        for (PeftForm form : FORMS) {
            if (form.type().equals(type)) {
                return new AdapterConfig(form.read(json), json.text(BASE).orElse(""), json.text(TASK).map(HEADS::get));
            }
        }
        throw json.problem(TYPE, "'%s': is none of %s".formatted(
                type, FORMS.stream().map(PeftForm::type).collect(Collectors.joining(", "))));
    }

    /// Writes the file into a directory.
    ///
    /// @param plan of the model that was trained
    /// @param steps of its training
    /// @param base where PEFT and we find the base: a directory or a name
    /// @param head what the model is for
    /// @param modules the parts that were trained whole: `modules_to_save`
    public static void write(Path directory, AdapterPlan plan, int steps, String base, Optional<ModelHead> head, List<String> modules)
            throws IOException {
        PeftForm form = form(plan.method());
        Optional<String> task = HEADS.entrySet().stream()
                .filter(entry -> head.filter(entry.getValue()::equals).isPresent())
                .map(Map.Entry::getKey).findFirst();
        JsonFile.write(directory.resolve(NAME), json -> {
            json.writeStartObject();
            json.writeStringField(BASE, base);
            json.writeBooleanField("inference_mode", true);
            PeftForm.writeTexts(json, "modules_to_save", modules);
            json.writeStringField(TYPE, form.type());
            if (task.isPresent()) {
                json.writeStringField(TASK, task.get());
            } else {
                json.writeNullField(TASK);
            }
            form.write(json, plan, steps);
            json.writeEndObject();
        });
    }
}
