package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/// The key of `config.json` that tells how weights are stored, `torch_dtype`; later versions call it `dtype`.
final class StoredTypeKey {
    private static final long MAX_BYTES = 1 << 24;

    private StoredTypeKey() {}

    /// Makes the `config.json` of a directory name this type.
    static void set(Path directory, StoredType type) throws IOException {
        Path config = directory.resolve(ConfigFile.NAME);
        Path rewritten = directory.resolve(ConfigFile.NAME + ".partial");
        JsonFile.rewrite(config, rewritten, MAX_BYTES, Set.of("dtype"), "torch_dtype",
                json -> json.writeString(word(type)));
        Files.move(rewritten, config, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String word(StoredType type) {
        return switch (type) {
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case F64, I64, I32, I16, I8, U8, BOOL ->
                throw new IllegalArgumentException("import: " + type + ": weights are F32, F16 or BF16");
        };
    }
}
