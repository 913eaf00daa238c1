package dev.lathe.checks.python;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Of what the Python libraries write, four directories that lie here, made by `golden.py`: every build holds them.
class TheirSmallDirectoriesTest {
    @ParameterizedTest
    @ValueSource(strings = {"golden-classifier", "golden-tagger", "golden-words", "golden-sentences"})
    void theAnswersAreTheirs(String name) throws IOException, URISyntaxException {
        TheirDirectory.check(Path.of(TheirSmallDirectoriesTest.class.getResource(name).toURI()));
    }
}
