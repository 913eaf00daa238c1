package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.VersionLine;
import dev.lathe.nn.ModelScope;
import dev.lathe.serve.LatheServer;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.model.ServedBases;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import dev.lathe.tensor.Workspace;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the launcher runs once after a build, for the JVM to record: which classes a start needs.
///
/// It looks around as `doctor` does, which shows it the vectors, embeds a line of text with a small model of random
/// weights, which it makes for that, and serves that model as long as a server takes to be ready, in which it answers itself.
public final class StartUpRehearsal {
    private static final List<String> TOKENS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz.";
    private static final String LINE = "The soup was cold, but the waiter was kind.";

    private StartUpRehearsal() {
    }

    /// Runs it and ends the process with the command's exit code.
    ///
    /// @param arguments a directory that does not exist yet
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Path model = writeModel(Files.createDirectory(directory));
        Path lines = Files.writeString(directory.resolve("lines.txt"), LINE + "\n");
        var surroundings = Surroundings.ofProcess();
        Lathe.run(surroundings, "doctor");
        Lathe.run(surroundings, "serve", "--help");
        serve(model);
        System.exit(Lathe.run(surroundings, "embed", "--model", model.toString(), "--input",
                lines.toString(), "--output", directory.resolve("embeddings.jsonl").toString()));
    }

    private static void serve(Path model) throws IOException {
        try (Device device = Device.cpu(); var bases = new ServedBases(device, CallOptions.USUAL)) {
            var models = new ServedModels(List.of(ServedModel.open("rehearsal", ModelDirectory.open(model), bases)));
            LatheServer.start(models, ServeOptions.USUAL.withPort(0), VersionLine.number(), mistake -> {
                throw new IllegalStateException(mistake);
            }).close();
        }
    }

    private static Path writeModel(Path directory) throws IOException {
        WordPieceTokenizer.of(Vocabulary.of(tokens()), TokenizerOptions.uncased()).save(directory);
        BertConfig config = BertConfig.builder()
                .vocabSize(tokens().size()).hiddenSize(48).numHiddenLayers(1).intermediateSize(96).build();
        ConfigFile.write(directory.resolve(ConfigFile.NAME), ModelConfig.encoder(config));
        new SentenceModules(Pooling.MEAN, true).write(directory, config.hiddenSize());
        try (Device device = Device.cpu(1); var workspace = Workspace.model("rehearsal", device.backend())) {
            ModelScope scope = ModelScope.root(workspace);
            new BertModel(scope, config);
            scope.parameters().forEach(p -> p.initialize(1));
            BertWeights.save(directory.resolve(WeightFiles.SINGLE), scope.parameters());
        }
        return directory;
    }

    private static List<String> tokens() {
        var tokens = new ArrayList<>(TOKENS);
        for (int i = 0; i < ALPHABET.length(); i++) {
            tokens.add(ALPHABET.substring(i, i + 1));
            tokens.add("##" + ALPHABET.charAt(i));
        }
        return tokens;
    }
}
