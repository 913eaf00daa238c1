package example;

import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.train.task.tagging.TokenClassificationTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Trains a tagger on sentences whose words are tagged, and finds entities in a text.
public final class FindEntities {
    private FindEntities() {}

    private record Note(String words, String tags) {}

    public static void main(String[] arguments) throws IOException {
        List<Note> notes = List.of(
                new Note("Patients with breast cancer came early .", "O O B-Disease I-Disease O O O"),
                new Note("He has had asthma since his childhood .", "O O O B-Disease O O O O"),
                new Note("Lung cancer was found in two men .", "B-Disease I-Disease O O O O O O"),
                new Note("The treatment began in the spring .", "O O O O O O O"),
                new Note("She was treated for type 2 diabetes .", "O O O O B-Disease I-Disease I-Disease O"),
                new Note("Her mother and her sister came too .", "O O O O O O O O"),
                new Note("Measles spreads among children who are not vaccinated .", "B-Disease O O O O O O O O"),
                new Note("The nurse measured his weight twice .", "O O O O O O O"));
        // README
        var sentences = TrainingData.ofRows(notes, (note, at) -> new TaggedSentence(
                at, List.of(note.words().split(" ")), List.of(note.tags().split(" "))));
        new FineTuning(BaseModel.of(Path.of("all-MiniLM-L6-v2")), sentences, Path.of("my-tagger"))
                .task(new TokenClassificationTask())
                .options(TrainingOptions.builder().epochs(30).learningRate(1e-3).build())
                .run(TrainingListener.notices(System.out::println));
        try (var tagger = TokenClassifier.load(Path.of("my-tagger"))) {
            System.out.println(tagger.predict("My aunt has skin cancer."));
        }
        // README end
    }
}
