package example;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;

/// Asks a fine-tuned model about one text.
public final class Classify {
    private Classify() {}

    public static void main(String[] arguments) throws IOException {
        // README
        try (var classifier = TextClassifier.load(Path.of("my-model"))) {
            Prediction prediction = classifier.predict("The soup was cold.");
            System.out.println(prediction.label() + " " + prediction.score());
            System.out.println(prediction.scores());
        }
        // README end
    }
}
