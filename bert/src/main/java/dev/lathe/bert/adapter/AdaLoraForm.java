package dev.lathe.bert.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.nn.adapter.AdaLora;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// [AdaLora], as PEFT's `AdaLoraConfig`. Written, every place has its first rank, with zeros in E; read, `rank_pattern` may say what is left.
final class AdaLoraForm implements PeftForm {
    private static final String PATTERN = "rank_pattern";
    private static final String BEHIND = ".lora_E";

    @Override
    public String type() {
        return "ADALORA";
    }

    @Override
    public boolean isOf(AdapterMethod method) {
        return method instanceof AdaLora;
    }

    @Override
    public AdaLora read(JsonObject json) throws IOException {
        AdaLora usual = AdaLora.DEFAULT;
        int rank = json.integer("init_r").orElse(usual.rank());
        double alpha = json.real("lora_alpha").orElse(8.0);
        try {
            return new AdaLora(rank, Math.min(rank, json.integer("target_r").orElse(usual.targetRank())), alpha > 0 ? alpha : rank,
                    PeftForm.targets(json, TARGETS), json.real("lora_dropout").orElse(0.0), OptionalInt.of(json.integer("tinit").orElse(0)),
                    OptionalInt.of(json.integer("tfinal").orElse(0)), json.integer("deltaT").orElse(usual.every()),
                    json.real("beta1").orElse(usual.beta1()), json.real("beta2").orElse(usual.beta2()),
                    json.real("orth_reg_weight").orElse(usual.orthogonality()), ranks(json));
        } catch (IllegalArgumentException broken) {
            throw new CheckpointException(json.file(), broken.getMessage(), broken);
        }
    }

    /// How many values of each place are `true` in the pattern.
    private static Map<String, Integer> ranks(JsonObject json) throws CheckpointException {
        var ranks = new HashMap<String, Integer>();
        Optional<JsonObject> pattern = json.values().get(PATTERN) == null ? Optional.empty() : json.object(PATTERN);
        if (pattern.isPresent()) {
            for (String key : pattern.get().keys()) {
                if (!(pattern.get().values().get(key) instanceof List<?> kept) || !key.contains(BEHIND)) {
                    throw json.problem(PATTERN, "'%s': no list of what is kept of a place's lora_E".formatted(key));
                }
                ranks.put(key.substring(0, key.indexOf(BEHIND)), (int) kept.stream().filter(Boolean.TRUE::equals).count());
            }
        }
        return ranks;
    }

    @Override
    public void write(JsonGenerator json, AdapterPlan plan, int steps) throws IOException {
        var lora = (AdaLora) plan.method();
        json.writeStringField("bias", "none");
        PeftForm.writeTargets(json, plan);
        json.writeBooleanField("fan_in_fan_out", false);
        json.writeBooleanField("init_lora_weights", true);
        PeftForm.writeAlpha(json, lora.alpha());
        json.writeNumberField("lora_dropout", lora.dropout());
        json.writeNumberField("init_r", lora.rank());
        json.writeNumberField("target_r", lora.targetRank());
        json.writeNumberField("tinit", lora.beginOf(steps));
        json.writeNumberField("tfinal", lora.endOf(steps));
        json.writeNumberField("deltaT", lora.every());
        json.writeNumberField("beta1", lora.beta1());
        json.writeNumberField("beta2", lora.beta2());
        json.writeNumberField("orth_reg_weight", lora.orthogonality());
        json.writeNumberField("total_step", steps);
        json.writeNullField(PATTERN);
    }
}
