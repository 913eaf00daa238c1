package dev.lathe.bert.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.Bottleneck;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// [Bottleneck], in a form of our own, for PEFT has none.
final class BottleneckForm implements PeftForm {
    private static final String FORM = "form";
    private static final String ACTIVATION = "non_linearity";
    private static final String SIZE = "size";
    private static final String REDUCTION = "reduction_factor";

    @Override
    public String type() {
        return "BOTTLENECK";
    }

    @Override
    public boolean isPefts() {
        return false;
    }

    @Override
    public boolean isOf(AdapterMethod method) {
        return method instanceof Bottleneck;
    }

    @Override
    public Bottleneck read(JsonObject json) throws IOException {
        Bottleneck.Form form = oneOf(json, FORM, Bottleneck.Form.values());
        Bottleneck.Activation activation = oneOf(json, ACTIVATION, Bottleneck.Activation.values());
        try {
            Optional<Integer> size = json.integer(SIZE);
            return size.isPresent()
                    ? new Bottleneck(form, activation, OptionalInt.of(size.get()), Bottleneck.PFEIFFER.reduction())
                    : new Bottleneck(form, activation, OptionalInt.empty(), json.requiredInteger(REDUCTION));
        } catch (IllegalArgumentException broken) {
            throw new CheckpointException(json.file(), broken.getMessage(), broken);
        }
    }

    private static <E extends Enum<E>> E oneOf(JsonObject json, String key, E[] values) throws CheckpointException {
        String text = json.text(key).orElseThrow(() -> json.problem(key, "missing"));
        for (E value : values) {
            if (word(value).equals(text)) {
                return value;
            }
        }
        throw json.problem(key, "'%s': is none of %s".formatted(
                text, Arrays.stream(values).map(BottleneckForm::word).collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void write(JsonGenerator json, AdapterPlan plan, int steps) throws IOException {
        var bottleneck = (Bottleneck) plan.method();
        json.writeStringField(FORM, word(bottleneck.form()));
        json.writeStringField(ACTIVATION, word(bottleneck.activation()));
        if (bottleneck.size().isPresent()) {
            json.writeNumberField(SIZE, bottleneck.size().getAsInt());
        } else {
            json.writeNumberField(REDUCTION, bottleneck.reduction());
        }
    }
}
