package dev.lathe.train.perturb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentationTest {
    private static final String TEXT = "The quick, brown fox jumps over the lazy dogs; isn't that something?";

    private static Augmentation of(double delete, double swap, double keyboard) {
        return new Augmentation(delete, swap, keyboard, Optional.empty(), "words");
    }

    @Test
    void aTextIsItsWordsAndWhatIsBetween() {
        SplitText split = SplitText.of(TEXT);
        assertEquals(TEXT, split.toString());
        assertEquals(List.of("The", "quick", "brown"), split.words().subList(0, 3));
        assertEquals("The, brown fox jumps over the lazy dogs; isn't that something?", split.with(1, "").toString());
        assertEquals(" \uD83D\uDE00 n\u0303u ", SplitText.of(" \uD83D\uDE00 n\u0303u ").toString());
        assertEquals(List.of("n\u0303u"), SplitText.of(" \uD83D\uDE00 n\u0303u ").words());
        assertEquals("", SplitText.of("").toString());
    }

    @Test
    void lettersAreExchangedAndKeysMissed() {
        assertEquals(List.of("qiuck", "qucik", "quikc"), WordEdits.swaps("quick"));
        assertEquals(List.of(), WordEdits.swaps("fox"), "too short to be read through");
        assertEquals(List.of(), WordEdits.swaps("aooo"), "the first letter stays");
        assertTrue(WordEdits.slips("help").containsAll(List.of("hwlp", "hekp", "helo")), WordEdits.slips("help").toString());
    }

    @Test
    void sharesAreOfTheWords() {
        int words = SplitText.of(TEXT).words().size();
        double left = IntStream.range(0, 400).mapToObj(i -> of(0.25, 0, 0).changed(TEXT, new Draws(7, i)))
                .mapToInt(text -> SplitText.of(text).words().size()).average().orElseThrow();
        assertEquals(0.75, left / words, 0.02);
        double swapped = IntStream.range(0, 400).mapToObj(i -> SplitText.of(of(0, 0.5, 0).changed(TEXT, new Draws(7, i))).words())
                .mapToInt(changed -> (int) IntStream.range(0, words).filter(w -> !SplitText.of(TEXT).words().get(w).equals(changed.get(w))).count())
                .average().orElseThrow();
        long longEnough = SplitText.of(TEXT).words().stream().filter(word -> !WordEdits.swaps(word).isEmpty()).count();
        assertEquals(0.5, swapped / longEnough, 0.03);
    }

    @Test
    void theSamePlaceHasTheSameChangesAndOneWordIsLeft() {
        Augmentation all = of(0.3, 0.3, 0.3);
        assertEquals(all.changed(TEXT, new Draws(7, 3)), all.changed(TEXT, new Draws(7, 3)));
        assertTrue(!all.changed(TEXT, new Draws(7, 3)).equals(all.changed(TEXT, new Draws(7, 4))));
        assertTrue(!all.changed(TEXT, new Draws(7, 3)).equals(all.changed(TEXT, new Draws(8, 3))));
        assertTrue(IntStream.range(0, 50).mapToObj(i -> of(0.99, 0, 0).changed("one two", new Draws(7, i)))
                .noneMatch(String::isBlank));
    }

    @Test
    void synonymsAreThoseOfTheFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("words.json"), "{\"quick\": [\"fast\"], \"the\": [\"a\"]}");
        Synonyms synonyms = Synonyms.read(file);
        assertEquals(Map.of("quick", List.of("fast"), "the", List.of("a")), synonyms.byWord());
        assertEquals(List.of("Fast"), synonyms.of("Quick"));
        assertEquals(List.of(), synonyms.of("slow"));
        var only = new Augmentation(0, 0, 0, Optional.of(synonyms), "synonym=words.json");
        long changed = IntStream.range(0, 500).filter(i -> only.changed("quick", new Draws(7, i)).equals("fast")).count();
        assertEquals(50, changed, 20);
    }

    @Test
    void whatChangesNothingIsRefused() {
        assertEquals("augment words: changes nothing", assertThrows(IllegalArgumentException.class, () -> of(0, 0, 0)).getMessage());
        assertEquals("augment delete=1.0: needs 0 or more and less than 1",
                assertThrows(IllegalArgumentException.class, () -> of(1, 0, 0)).getMessage());
    }

    @Test
    void wordsOfGroupsAreSwappedAllAtOnceAndBothWays(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("swaps.json"), "{\"he\": \"she\", \"his\": \"her\", \"him\": \"her\", \"Tom\": \"Ann\"}");
        var swaps = new Augmentation(0, 0, 0, Optional.empty(), Optional.of(WordSwaps.read(file)), "counterfactual=swaps.json");
        assertEquals("She said her food, 'Ann', was cold; he left.", swaps.changed("He said his food, 'Tom', was cold; she left.", new Draws(1, 1)));
        // Of the two words that become 'her', it goes back to the first.
        assertEquals("his and he", swaps.changed("her and she", new Draws(1, 1)));
        assertEquals("the food was cold", swaps.changed("the food was cold", new Draws(1, 1)));
        for (String wrong : List.of("{\"he\": \"he\"}", "{\"he\": \"\"}", "{\"he there\": \"she\"}")) {
            Files.writeString(file, wrong);
            assertTrue(assertThrows(CheckpointException.class, () -> WordSwaps.read(file)).getMessage().contains("another single word is needed"), wrong);
        }
        Files.writeString(file, "{}");
        assertEquals(file + ": no words to swap", assertThrows(CheckpointException.class, () -> WordSwaps.read(file)).getMessage());
    }
}
