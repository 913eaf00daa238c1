package dev.lathe.cli.fetch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonReader;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The demo's labelled sentences: 3,000 from reviews of products, films and restaurants, half of them favourable.
///
/// They are "Sentiment Labelled Sentences" (Kotzias et al. 2015, UCI Machine Learning Repository, CC BY 4.0) as carried by
/// the npm package `sentiment`. They stay in the cache; no text of theirs is part of this project.
///
/// @param train JSONL with 2,400 examples of `text` and `label`
/// @param heldOut the same with the other 600
public record DemoData(Path train, Path heldOut) {

    /// What `lathe fetch` knows them by.
    public static final String NAME = "review-sentences";

    /// The label of an unfavourable sentence.
    public static final String NEGATIVE = "negative";

    /// The label of a favourable sentence.
    public static final String POSITIVE = "positive";

    private static final NpmPackage SOURCE = new NpmPackage("sentiment", "5.0.2");
    private static final ArtifactFingerprint ARCHIVE =
            new ArtifactFingerprint(141_649, "89302eb03d2005d03b214fe65814bb48adb7d3c42c8ca80bdee6a3ecb7e4480f");
    private static final List<String> FILES = List.of("amazon", "imdb", "yelp");
    private static final String ENTRY = "data/" + NAME;

    /// Every fifth sentence is held out. The files have no order that this could pick up.
    private static final int FOLDS = 5;

    record Example(String text, String label) {
    }

    /// The data, fetched with npm the first time.
    ///
    /// @param surroundings whose cache and npm are used
    /// @return two files in the cache
    /// @throws IOException when the cache cannot be written
    public static DemoData obtain(Surroundings surroundings) throws IOException {
        Path folder = Cache.of(surroundings.environment()).obtain(ENTRY, surroundings, scratch -> {
            surroundings.say("fetching the demo's review sentences (0.1 MB) with npm: " + SOURCE);
            Path archive = SOURCE.into(scratch, "fetching the demo's review sentences", surroundings);
            ARCHIVE.check(archive);
            Path whole = Files.createDirectory(scratch.resolve("whole"));
            write(whole, examples(archive));
            return whole;
        });
        return new DemoData(trainIn(folder), heldOutIn(folder));
    }

    /// The directory in which both files are, and nothing else.
    public Path directory() {
        return train.getParent();
    }

    private static Path trainIn(Path folder) {
        return folder.resolve("train.jsonl");
    }

    private static Path heldOutIn(Path folder) {
        return folder.resolve("held-out.jsonl");
    }

    private static List<Example> examples(Path archive) throws IOException {
        var examples = new ArrayList<Example>();
        for (String file : FILES) {
            examples.addAll(examplesIn(new TarArchive(archive).read("package/test/fixtures/" + file + ".json")));
        }
        return examples;
    }

    static List<Example> examplesIn(byte[] array) throws IOException {
        var examples = new ArrayList<Example>();
        try (JsonParser json = JsonReader.SMALL.parser(array)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    readExample(json, examples);
                }
            }
        }
        return examples;
    }

    /// Reads `{"text": …, "class": 0 or 1}`. The last element of each file has no class and is left out.
    private static void readExample(JsonParser json, List<Example> examples) throws IOException {
        String text = "";
        String label = "";
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("text")) {
                text = json.getText().strip();
            } else if (field.equals("class") && value == JsonToken.VALUE_NUMBER_INT) {
                label = json.getIntValue() == 1 ? POSITIVE : NEGATIVE;
            }
        }
        if (!label.isEmpty()) {
            examples.add(new Example(text, label));
        }
    }

    static void write(Path folder, List<Example> examples) throws IOException {
        NamedWriting.of(folder, () -> {
            writeBoth(folder, examples);
            return folder;
        });
    }

    private static void writeBoth(Path folder, List<Example> examples) throws IOException {
        try (OutputStream trainFile = Files.newOutputStream(trainIn(folder));
                OutputStream heldOutFile = Files.newOutputStream(heldOutIn(folder));
                JsonGenerator train = JsonWriter.to(trainFile, JsonLayout.LINE);
                JsonGenerator heldOut = JsonWriter.to(heldOutFile, JsonLayout.LINE)) {
            for (int i = 0; i < examples.size(); i++) {
                JsonGenerator json = i % FOLDS == FOLDS - 1 ? heldOut : train;
                json.writeStartObject();
                json.writeStringField("text", examples.get(i).text());
                json.writeStringField("label", examples.get(i).label());
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }
}
