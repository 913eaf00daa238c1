package dev.lathe.trust.federation;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/// What happened in a round.
///
/// @param round from 1
/// @param taken the clients whose values count, in their order
/// @param slow those of them that did a part of their steps
/// @param leftOut the others that were asked, and why theirs don't
/// @param changed whether the common values moved
/// @param loss the mean loss of the clients that count, by their examples; not a number if there are none
/// @param epsilon what all rounds so far have spent of the clients' privacy, if they are hidden
public record RoundReport(
        int round, List<String> taken, List<String> slow, List<LeftOut> leftOut, boolean changed, double loss, OptionalDouble epsilon) {
    /// A client that does not count.
    ///
    /// @param client its name
    /// @param reason in words
    public record LeftOut(String client, String reason) {}

    public RoundReport {
        taken = List.copyOf(taken);
        slow = List.copyOf(slow);
        leftOut = List.copyOf(leftOut);
    }

    /// Without what tells of single clients.
    ///
    /// @param whether they took part, too
    RoundReport hidden(boolean whether) {
        return whether ? new RoundReport(round, List.of(), List.of(), List.of(), changed, Double.NaN, epsilon)
                : new RoundReport(round, taken, slow, leftOut, changed, Double.NaN, epsilon);
    }

    /// Writes the fields of a JSON object that is open.
    void write(JsonGenerator json) throws IOException {
        json.writeNumberField("round", round);
        names(json, "clients", taken);
        names(json, "slow", slow);
        json.writeArrayFieldStart("left_out");
        for (LeftOut one : leftOut) {
            json.writeStartObject();
            json.writeStringField("client", one.client);
            json.writeStringField("reason", one.reason);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("changed", changed);
        if (Double.isFinite(loss)) {
            json.writeNumberField("train_loss", loss);
        }
        if (epsilon.isPresent()) {
            json.writeNumberField("epsilon", epsilon.getAsDouble());
        }
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }
}
