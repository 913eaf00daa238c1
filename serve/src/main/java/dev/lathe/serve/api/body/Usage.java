package dev.lathe.serve.api.body;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.serve.meter.Trace;
import java.io.IOException;

/// `usage`: the tokens that were read, special ones included.
public final class Usage {
    private Usage() {}

    /// The field `usage`.
    public static void write(JsonGenerator json, Trace trace) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", trace.tokens());
        json.writeNumberField("total_tokens", trace.tokens());
        json.writeEndObject();
    }
}
