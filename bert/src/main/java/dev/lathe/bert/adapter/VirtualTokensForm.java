package dev.lathe.bert.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import java.io.IOException;
import java.util.function.IntFunction;

/// Methods that learn rows before a text's, as PEFT's `PromptTuningConfig` and `PrefixTuningConfig`. Sizes of the base it finds itself.
///
/// @param type what PEFT calls it
/// @param method whose form it is
/// @param made makes one of so many rows
record VirtualTokensForm(String type, Class<? extends AdapterMethod> method, IntFunction<AdapterMethod> made) implements PeftForm {
    private static final String COUNT = "num_virtual_tokens";
    private static final String STACKS = "num_transformer_submodules";

    @Override
    public boolean isOf(AdapterMethod other) {
        return method.isInstance(other);
    }

    @Override
    public AdapterMethod read(JsonObject json) throws IOException {
        int stacks = json.integer(STACKS).orElse(1);
        if (stacks != 1) {
            throw json.problem(STACKS, "%d: an encoder is one".formatted(stacks));
        }
        try {
            return made.apply(json.requiredInteger(COUNT));
        } catch (IllegalArgumentException broken) {
            throw new CheckpointException(json.file(), broken.getMessage(), broken);
        }
    }

    @Override
    public void write(JsonGenerator json, AdapterPlan plan, int steps) throws IOException {
        json.writeNumberField(COUNT, plan.method().virtualTokens());
        json.writeNumberField(STACKS, 1);
    }
}
