package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.directory.EncoderFolder;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Writes a model's directory from one in the same layout whose weights are in another format or precision.
///
/// Small files are copied as they are: configuration, tokenizer, steps of an embedding model, model card.
final class DirectoryImport {
    private static final String COPIED = ".+\\.(json|txt|md|model)";
    private static final String READ = ".+\\.(safetensors|bin|json)";
    private static final long MAX_COPIED_BYTES = 1 << 26;
    /// Folders of an embedding model's steps are one level down.
    private static final int DEPTH = 2;

    private DirectoryImport() {}

    /// @param weights open, with names of today
    /// @return tensors that hold no floats and stay behind
    static List<String> run(Path source, Checkpoint weights, StoredType type, Path directory) throws IOException {
        return run(source, weights, type, directory, Optional.empty());
    }

    /// @param weights open, with names of today
    /// @param architecture Hugging Face's class for these weights, whatever the source's configuration says
    /// @return tensors that hold no floats and stay behind
    static List<String> run(
            Path source, Checkpoint weights, StoredType type, Path directory, Optional<String> architecture)
            throws IOException {
        try (DirectoryInProgress progress = DirectoryInProgress.beside(directory)) {
            Path made = progress.path();
            Path encoder = EncoderFolder.of(source);
            SourceFolder own = SourceFolder.of(source);
            requireOwnWeights(own, source);
            requireOwnWeights(own, encoder);
            BertConfig config = ConfigFile.read(encoder.resolve(ConfigFile.NAME)).bert();
            if (config.family() == ModelFamily.BERT) {
                EncoderShapes.of(weights).check(config);
            }
            if (Files.exists(encoder.resolve("vocab.txt"))) {
                ModelDirectory.open(source);
            }
            copySmallFiles(source, made);
            Path madeEncoder = made.resolve(source.relativize(encoder));
            StoredTypeKey.set(madeEncoder, type);
            if (architecture.isPresent()) {
                setArchitecture(madeEncoder, architecture.get());
            }
            List<String> leftOut = WeightExport.write(weights, type, madeEncoder.resolve(WeightFiles.SINGLE));
            progress.publish();
            return leftOut;
        }
    }

    private static void requireOwnWeights(SourceFolder own, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isSymbolicLink).filter(Files::isRegularFile).toList()) {
                if (String.valueOf(file.getFileName()).matches(READ)) {
                    own.requireOwn(file);
                }
            }
        }
    }

    private static void setArchitecture(Path made, String architecture) throws IOException {
        Path config = made.resolve(ConfigFile.NAME);
        Path rewritten = made.resolve(ConfigFile.NAME + ".partial");
        JsonFile.rewrite(config, rewritten, MAX_COPIED_BYTES, Set.of(), "architectures", json -> {
            json.writeStartArray();
            json.writeString(architecture);
            json.writeEndArray();
        });
        Files.move(rewritten, config, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copySmallFiles(Path source, Path made) throws IOException {
        // A link to a directory would not be walked; links to files are followed if they stay inside.
        Path folder = source.toRealPath();
        var own = new SourceFolder(folder);
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = folder.relativize(file);
                if (isCopied(name)) {
                    own.requireOwn(file);
                    copy(file, made.resolve(name));
                }
            }
        }
    }

    /// Nothing in hidden folders: one of them may be the directory in progress.
    private static boolean isCopied(Path name) {
        String text = name.toString();
        return text.matches(COPIED) && !text.endsWith(".index.json") && !text.startsWith(".");
    }

    private static void copy(Path file, Path to) throws IOException {
        if (Files.size(file) > MAX_COPIED_BYTES) {
            throw new CheckpointException(
                    file.toString(), Files.size(file) + " bytes: at most " + MAX_COPIED_BYTES + " are copied");
        }
        Files.createDirectories(to.getParent());
        NamedWriting.of(to, () -> Files.copy(file, to));
    }
}
