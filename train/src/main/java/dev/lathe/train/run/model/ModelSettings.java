package dev.lathe.train.run.model;

import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.SentenceModules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What stands beside a model's weights and is true of other weights of the same kind too.
public final class ModelSettings {
    private ModelSettings() {}

    /// Writes configuration, tokenizer and pooling to another directory.
    static void write(ModelDirectory model, Path directory) throws IOException {
        ConfigFile.write(directory.resolve(ConfigFile.NAME), model.config());
        int longest = model.config().bert().longestSequence();
        model.tokenizer().save(directory, Math.min(longest, model.tokenizersLength().orElse(longest)));
        Optional<SentenceModules> modules = SentenceModules.read(model.path());
        if (modules.isPresent() && model.config().head().equals(Optional.of(ModelHead.NONE))) {
            modules.get().write(directory, model.config().bert().hiddenSize());
        }
    }
}
