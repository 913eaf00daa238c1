package dev.lathe.cli;

import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A folder with a tiny encoder, a tiny classifier and labelled sentences, and the command line run in it.
///
/// @param path the folder
public record ModelFolder(Path path) {

    /// Fills a folder.
    public static ModelFolder in(Path path) throws IOException {
        TinyModel.encoder(path.resolve("encoder"));
        TinyModel.classifier(path.resolve("classifier"), "negative", "neutral", "positive");
        TinyModel.sentences(path.resolve("train.jsonl"), 24);
        TinyModel.sentences(path.resolve("dev.jsonl"), 8);
        return new ModelFolder(path);
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    public Path write(String name, String text) throws IOException {
        return Files.writeString(file(name), text);
    }

    /// What stands in the folder, by name.
    public List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /// Runs a command whose words with a `@` in front are files of the folder.
    public CommandRun run(String line, String... more) {
        var arguments = new ArrayList<String>();
        for (String word : line.strip().split(" +")) {
            arguments.add(word.startsWith("@") ? file(word.substring(1)).toString() : word);
        }
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.inProcess(Map.of(), arguments.toArray(String[]::new));
        return new CommandRun(run.code(), run.out(), run.err().replace(path + "/", "@"));
    }

    /// Fine-tunes the encoder on the sentences for two epochs, with some more options.
    public CommandRun finetune(String more) {
        return run("finetune --task sequence-classification --model @encoder --train @train.jsonl --out @out "
                + "--epochs 2 " + more);
    }
}
