package dev.lathe.bert.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.BitFit;

/// [BitFit], in a form of our own, for PEFT has none: the biases stand in the file under their own names.
final class BitFitForm implements PeftForm {
    @Override
    public String type() {
        return "BITFIT";
    }

    @Override
    public boolean isPefts() {
        return false;
    }

    @Override
    public boolean isOf(AdapterMethod method) {
        return method instanceof BitFit;
    }

    @Override
    public BitFit read(JsonObject json) {
        return BitFit.DEFAULT;
    }

    @Override
    public void write(JsonGenerator json, AdapterPlan plan, int steps) {
        // Nothing to choose.
    }
}
