package dev.lathe.bert.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelFamilyTest {
    @Test
    void everyOneIsFoundByItsName() {
        assertEquals(
                List.of("bert", "distilbert", "roberta", "electra"),
                ModelFamily.ALL.stream().map(ModelFamily::modelType).toList());
        ModelFamily.ALL.forEach(family -> assertSame(family, ModelFamily.of(family.modelType())));
        ModelFamily.ALL.forEach(family -> assertSame(family, family.defaults().build().family()));
    }

    @Test
    void anotherNameIsRefusedWithThoseThatAreKnown() {
        assertEquals(
                "model_type 'gpt2': a family that is not known; known: bert, distilbert, roberta, electra",
                assertThrows(IllegalArgumentException.class, () -> ModelFamily.of("gpt2")).getMessage());
    }

    @Test
    void everyClassOfAFamilyIsListed() throws Exception {
        Path classes = Path.of(ModelFamily.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve(ModelFamily.class.getPackageName().replace('.', '/'));
        try (var files = Files.newDirectoryStream(classes, "*Family.class")) {
            int families = 0;
            for (Path file : files) {
                families += file.endsWith("ModelFamily.class") ? 0 : 1;
            }
            assertEquals(families, ModelFamily.ALL.size());
        }
    }
}
