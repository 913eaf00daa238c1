package dev.lathe.checks.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A few examples for each task, in the form that it reads.
final class TrainingFiles {
    private TrainingFiles() {}

    /// Writes examples of a task.
    ///
    /// @param task its name on the command line
    static Path write(Path folder, String task) throws IOException {
        return switch (task) {
            case "sequence-classification" -> file(folder.resolve("texts.jsonl"), """
                    {"text": "the soup was cold", "label": "bad"}
                    {"text": "very good food", "label": "good"}
                    {"text": "a book", "label": "neither, \\"nor\\" 中"}
                    """);
            case "multi-label" -> file(folder.resolve("labels.csv"), "text,labels\ncold food,bad;cold\ngood,good\nriver,\n");
            case "regression" -> file(folder.resolve("numbers.jsonl"), """
                    {"text": "good", "label": 3}
                    {"text": "bad", "text_pair": "very", "label": -1.5}
                    """);
            case "token-classification" -> file(folder.resolve("tags.conll"),
                    "Ada B-PER\nLovelace I-PER\nlived O\nin O\nLondon B-LOC\n. O\n\nthe O\nsoup O\n");
            case "question-answering" -> file(folder.resolve("questions.json"), """
                    {"data": [{"paragraphs": [{"context": "The soup was very cold.", "qas": [
                      {"id": "a", "question": "was it cold", "answers": [{"text": "very cold", "answer_start": 13}]},
                      {"id": "b", "question": "was it warm", "is_impossible": true}]}]}]}
                    """);
            case "multiple-choice" -> file(folder.resolve("choices.jsonl"), """
                    {"context": "the soup was", "choices": ["cold", "a book"], "label": 0}
                    {"question": "bad", "choices": ["river", "boring"], "label": 1}
                    """);
            case "masked-lm" -> file(folder.resolve("lines.txt"), "the soup was very cold.\nada lived in london.\n");
            case "pre-training" -> file(folder.resolve("documents.txt"), "the soup was\nvery cold.\n\nada lived\nin london.\n");
            case "sentence-embedding" -> file(folder.resolve("pairs.csv"), "anchor,positive\ngood,very good\nbad,cold soup\n");
            default -> throw new IllegalArgumentException("task '" + task + "'");
        };
    }

    private static Path file(Path path, String text) throws IOException {
        return Files.writeString(path, text);
    }
}
