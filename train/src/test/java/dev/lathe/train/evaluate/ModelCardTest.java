package dev.lathe.train.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.rows.DataFile;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelCardTest {

    private static final DataFile REVIEWS = new DataFile(Path.of("data", "reviews.csv"), 9_999, "0123abcd", 1000);
    private static final DataSplit TRAIN = new DataSplit("train", REVIEWS, 800);
    private static final DataSplit DEV = new DataSplit("dev", REVIEWS, 4);
    private static final CardTask TASK = CardTask.ofTexts("text-classification");
    private static final List<CardScore> SCORES = List.of(
            new CardScore("accuracy", "Accuracy", 0.75), new CardScore("f1", "Macro F1", 0.733333333),
            new CardScore("f1", "Weighted F1", 0.733333333));

    @TempDir
    Path folder;

    @Test
    void saysAllThatItWasTold() throws IOException {
        new ModelCard("reviews", TASK, "sentence-transformers/all-MiniLM-L6-v2", "Apache-2.0")
                .language("no").tag("sentiment").data(TRAIN, "CC BY 4.0, Kotzias et al. 2015").data(DEV, "CC-BY-4.0")
                .scores(DEV, SCORES).write(folder);
        assertEquals("""
                ---
                license: apache-2.0
                language: "no"
                library_name: "transformers"
                pipeline_tag: "text-classification"
                base_model: "sentence-transformers/all-MiniLM-L6-v2"
                tags:
                - "lathe"
                - "bert"
                - "sentiment"
                model-index:
                - name: "reviews"
                  results:
                  - task:
                      type: "text-classification"
                    dataset:
                      name: "reviews.csv"
                      type: "reviews.csv"
                      split: "dev"
                    metrics:
                    - type: "accuracy"
                      value: 0.750000
                      name: "Accuracy"
                    - type: "f1"
                      value: 0.733333
                      name: "Macro F1"
                    - type: "f1"
                      value: 0.733333
                      name: "Weighted F1"
                ---

                # reviews

                A BERT model for text classification, fine-tuned with Lathe from `sentence-transformers/all-MiniLM-L6-v2`.

                | | licence |
                |---|---|
                | this model | Apache-2.0 |
                | base model `sentence-transformers/all-MiniLM-L6-v2` | Apache-2.0 |

                ## Data

                | used as | file | examples | rows in file | licence | SHA-256 of the file |
                |---|---|---|---|---|---|
                | train | `reviews.csv` | 800 | 1000 | CC BY 4.0, Kotzias et al. 2015 | `0123abcd` |
                | dev | `reviews.csv` | 4 | 1000 | CC-BY-4.0 | `0123abcd` |

                ## Scores

                | set | examples | score | value |
                |---|---|---|---|
                | dev | 4 | Accuracy | 0.7500 |
                | dev | 4 | Macro F1 | 0.7333 |
                | dev | 4 | Weighted F1 | 0.7333 |

                The whole report is in `report.txt` and `report.json`, every option of the run in `training.json`.

                ## Use

                With Lathe, from the folder that holds this directory:

                ```
                lathe predict --model "reviews" --text "Your text"
                ```

                With transformers:

                ```python
                from transformers import pipeline

                model = pipeline("text-classification", model="reviews")
                print(model("Your text"))
                ```
                """, Files.readString(folder.resolve("README.md")));
    }

    @Test
    void leavesOutWhatItWasNotTold() {
        String card = new ModelCard("m", TASK, "base", "unknown").toString();
        assertTrue(card.startsWith("""
                ---
                license: unknown
                library_name: "transformers"
                pipeline_tag: "text-classification"
                base_model: "base"
                tags:
                - "lathe"
                - "bert"
                ---

                # m
                """), card);
        assertFalse(card.contains("## Data"));
        assertFalse(card.contains("## Scores"));
    }

    @Test
    void namesALicenceThatTheHubDoesNotList() {
        String card = new ModelCard("m", TASK, "base", "MIT").licence("House: licence \"1\"").toString();
        assertTrue(card.startsWith("---\nlicense: other\nlicense_name: \"House: licence \\\"1\\\"\"\n"), card);
        assertTrue(card.contains("| this model | House: licence  1  |\n| base model `base` | MIT |\n"), card);
    }

    @Test
    void namesFromOutsideBreakNothing() {
        String evil = "x\n---\n| `\"<b>\u0085\u2028";
        String card = new ModelCard(evil, TASK, evil, "MIT")
                .scores(new DataSplit("dev", new DataFile(Path.of(evil), 1, "00", 1), 1), SCORES).toString();
        assertEquals(2, card.lines().filter("---"::equals).count());
        assertTrue(card.contains("base_model: \"x\\n---\\n| `\\\"<b>  \"\n"), card);
        assertTrue(card.contains("# x ---      b   \n"), card);
    }

    @Test
    void scoresAreNumbers() {
        assertEquals("score Accuracy: NaN: not a number that a card can state", assertThrows(IllegalArgumentException.class,
                () -> new CardScore("accuracy", "Accuracy", Double.NaN)).getMessage());
    }
}
