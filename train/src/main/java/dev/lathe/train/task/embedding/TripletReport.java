package dev.lathe.train.task.embedding;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.Locale;

/// How often what belongs to a sentence is nearer to it than what does not.
///
/// @param triplets how many were judged
/// @param right how many had the positive nearer, by the cosine
public record TripletReport(long triplets, long right) implements Report {
    /// The share of triplets whose positive is nearer.
    public double accuracy() {
        return (double) right / triplets;
    }

    @Override
    public String toText() {
        return String.format(Locale.ROOT, "%-20s%.4f\n%-20s%d\n", "accuracy", accuracy(), "triplets", triplets);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeNumberField("accuracy", accuracy());
        json.writeNumberField("triplets", triplets);
    }
}
