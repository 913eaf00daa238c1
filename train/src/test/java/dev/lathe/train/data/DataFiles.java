package dev.lathe.train.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.data.rows.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/// A folder for the files of a test.
///
/// @param folder where they go
public record DataFiles(Path folder) {

    public Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /// The message of a refusal, without the file's name, which it must begin with.
    public static String failure(Path file, Executable reading) {
        String message = assertThrows(DataException.class, reading).getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }
}
