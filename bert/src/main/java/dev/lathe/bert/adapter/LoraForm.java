package dev.lathe.bert.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.Lora;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// [Lora], as PEFT's `LoraConfig`.
final class LoraForm implements PeftForm {
    /// Keys that change the computation in ways that are not known, unless they are absent, false or empty.
    private static final List<String> UNKNOWN = List.of(
            "fan_in_fan_out", "lora_bias", "rank_pattern", "alpha_pattern", "layers_to_transform", "layer_replication",
            "trainable_token_indices", "target_parameters", "use_qalora", "use_bdlora", "alora_invocation_tokens",
            "arrow_config", "kasa_config", "monteclora_config");

    @Override
    public String type() {
        return "LORA";
    }

    @Override
    public boolean isOf(AdapterMethod method) {
        return method instanceof Lora;
    }

    @Override
    public Lora read(JsonObject json) throws IOException {
        for (String key : UNKNOWN) {
            if (says(json.values().get(key))) {
                throw json.problem(key, "is not known here; only plain LoRA, rsLoRA and DoRA are");
            }
        }
        try {
            int rank = json.requiredInteger("r");
            return new Lora(rank, json.real("lora_alpha").orElse(8.0), PeftForm.targets(json, TARGETS),
                    json.real("lora_dropout").orElse(0.0), json.truth("use_rslora").orElse(false),
                    json.truth("use_dora").orElse(false));
        } catch (IllegalArgumentException broken) {
            throw new CheckpointException(json.file(), broken.getMessage(), broken);
        }
    }

    private static boolean says(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    @Override
    public void write(JsonGenerator json, AdapterPlan plan, int steps) throws IOException {
        var lora = (Lora) plan.method();
        json.writeStringField("bias", "none");
        PeftForm.writeTargets(json, plan);
        json.writeBooleanField("fan_in_fan_out", false);
        json.writeBooleanField("init_lora_weights", true);
        PeftForm.writeAlpha(json, lora.alpha());
        json.writeNumberField("lora_dropout", lora.dropout());
        json.writeNumberField("r", lora.rank());
        json.writeBooleanField("use_dora", lora.decomposed());
        json.writeBooleanField("use_rslora", lora.stable());
    }
}
