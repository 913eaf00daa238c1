package dev.lathe.bert.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import java.util.Locale;

/// A method without a form of its own, with its usual settings, such as `bitfit`: its name says all, and its parameters stand in the file
/// under their own names.
record NamedForm(AdapterMethod method) implements PeftForm {
    @Override
    public String type() {
        return method.name().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    public boolean isPefts() {
        return false;
    }

    @Override
    public boolean isOf(AdapterMethod other) {
        return method.equals(other);
    }

    @Override
    public AdapterMethod read(JsonObject json) {
        return method;
    }

    @Override
    public void write(JsonGenerator json, AdapterPlan plan, int steps) {
        // Nothing to choose.
    }
}
