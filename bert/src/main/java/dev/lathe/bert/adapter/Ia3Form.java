package dev.lathe.bert.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.Ia3;
import java.io.IOException;

/// [Ia3], as PEFT's `IA3Config`.
final class Ia3Form implements PeftForm {
    private static final String INNER = "feedforward_modules";

    @Override
    public String type() {
        return "IA3";
    }

    @Override
    public boolean isOf(AdapterMethod method) {
        return method instanceof Ia3;
    }

    @Override
    public Ia3 read(JsonObject json) throws IOException {
        return new Ia3(PeftForm.targets(json, TARGETS), PeftForm.targets(json, INNER));
    }

    @Override
    public void write(JsonGenerator json, AdapterPlan plan, int steps) throws IOException {
        PeftForm.writeTargets(json, plan);
        json.writeBooleanField("fan_in_fan_out", false);
        PeftForm.writeTexts(json, INNER, ((Ia3) plan.method()).inner().namesOf(plan.places()));
        json.writeBooleanField("init_ia3_weights", true);
    }
}
