package dev.lathe.train.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchFileTest {
    @TempDir
    private Path path;

    @Test
    void readsEachKindOfRange() throws IOException {
        SearchFile read = read("""
                {"options": {"task": "regression", "epochs": 3, "no-shuffle": true},
                 "space": {"lr": {"log-uniform": [1e-5, 1e-3]}, "batch-size": {"choice": [8, 16]}, "dropout": {"uniform": [0, 0.3]},
                           "layers": {"int": [1, 3]}}}
                """);
        assertEquals(Map.of("task", "regression", "epochs", "3", "no-shuffle", "true"), read.options());
        assertEquals(List.of("lr", "batch-size", "dropout", "layers"), List.copyOf(read.space().dimensions().keySet()));
        assertEquals("lr 1e-4, batch-size 16, dropout 0.15, layers 2", read.space().at(0.5, 0.5, 0.5, 0.5).toString());
        assertEquals(List.of("lr 1e-5", "lr 0.001"), new SearchSpace(Map.of("lr", new Distribution.LogUniform(1e-5, 1e-3))).edges()
                .stream().map(Setting::toString).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"space": {"lr": {"uniform": [2, 1]}}}      | 'space.lr': uniform [2.0, 1.0]: needs a lower bound below the upper one
            {"space": {"lr": {"log-uniform": [0, 1]}}}  | 'space.lr': log-uniform [0.0, 1.0]: needs a lower bound above 0
            {"space": {"n": {"int": [3, 3]}}}           | 'space.n': int [3, 3]: needs a lower bound below the upper one
            {"space": {"n": {"int": [1.5, 3]}}}         | 'space.n': int [1.5, 3]: needs whole numbers
            {"space": {"n": {"choice": []}}}            | 'space.n': choice []: needs at least one value
            {"space": {"n": {"choice": [1, 1]}}}        | 'space.n': choice [1, 1]: a value is there twice
            {"space": {"n": {"choice": [[1]]}}}         | 'space.n': choice [[1]]: needs a text, a number, true or false
            {"space": {"lr": {"uniform": [1]}}}         | 'space.lr': [1]: needs two numbers, the lower and the upper bound
            {"space": {"lr": {"normal": [0, 1]}}}       | 'space.lr': 'normal': is none of choice, uniform, log-uniform, int
            {"space": {"lr": 3}}                        | 'space.lr': needs one of {"choice": [...]}, {"uniform": [low, high]}, {"log-uniform": [low, high]}, {"int": [low, high]}
            {"options": {"lr": 1}, "space": {"lr": {"uniform": [0, 1]}}} | 'lr': is in 'options' and in 'space'
            {"options": 3}                              | 'options': needs an object
            {"spaces": {}}                              | 'spaces': is neither 'options' nor 'space'
            []                                          | no JSON object
            {"options": {                               | cut short: JSON ends inside a value (line 1, column 14)
            """)
    void whatIsImpossibleIsNamed(String text, String message) {
        assertEquals(path.resolve("space.json") + ": " + message,
                assertThrows(OutputException.class, () -> read(text)).getMessage());
    }

    private SearchFile read(String text) throws IOException {
        return SearchFile.read(Files.writeString(path.resolve("space.json"), text));
    }
}
