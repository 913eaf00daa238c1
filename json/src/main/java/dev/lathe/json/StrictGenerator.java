package dev.lathe.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/// Refuses numbers that JSON does not have, and escapes characters that UTF-8 does not.
final class StrictGenerator extends JsonGeneratorDelegate {
    private final boolean escapesHalves;

    /// @param escapesHalves whether the generator leaves halves of surrogate pairs to this
    StrictGenerator(JsonGenerator json, boolean escapesHalves) {
        super(json);
        this.escapesHalves = escapesHalves;
    }

    @Override
    public void writeNumber(double value) throws IOException {
        super.writeNumber(finite(value));
    }

    @Override
    public void writeNumber(float value) throws IOException {
        finite(value);
        super.writeNumber(value);
    }

    @Override
    public void writeArray(double[] values, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            finite(values[i]);
        }
        super.writeArray(values, from, count);
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("json: " + value + ": JSON has no such number");
        }
        return value;
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        if (escapesHalves && EscapedText.isNeeded(name)) {
            super.writeFieldName(new EscapedText(name));
        } else {
            super.writeFieldName(name);
        }
    }

    @Override
    public void writeString(String text) throws IOException {
        if (escapesHalves && EscapedText.isNeeded(text)) {
            super.writeString(new EscapedText(text));
        } else {
            super.writeString(text);
        }
    }
}
