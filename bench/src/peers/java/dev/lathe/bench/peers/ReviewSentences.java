package dev.lathe.bench.peers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The labelled review sentences that `lathe demo` leaves in its cache, as JSON lines of `text` and `label`.
public final class ReviewSentences {

    /// @param text a sentence or two
    /// @param positive whether it praises
    public record Review(String text, boolean positive) {}

    private ReviewSentences() {}

    /// @throws IOException if the file is not there or no JSON
    public static List<Review> read(Path file) throws IOException {
        var reviews = new ArrayList<Review>();
        try (JsonParser json = new JsonFactory().createParser(Files.newBufferedReader(file))) {
            String text = "";
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && json.currentName().equals("text")) {
                    text = json.getText();
                } else if (json.currentToken() == JsonToken.VALUE_STRING && json.currentName().equals("label")) {
                    reviews.add(new Review(text, json.getText().equals("positive")));
                }
            }
        }
        return reviews;
    }
}
