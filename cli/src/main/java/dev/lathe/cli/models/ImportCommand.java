package dev.lathe.cli.models;

import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.hub.ModelImport;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe import`: a model in any form that is read, as a directory in Hugging Face's layout.
@Command(name = "import", mixinStandardHelpOptions = true,
        description = "Converts a TensorFlow checkpoint, an ONNX file or a PyTorch file to a model directory in Hugging "
                + "Face's layout and prints it.",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe import bert_model.ckpt --to my-bert",
            "  lathe import model.onnx --to my-bert --dtype bfloat16"})
public final class ImportCommand implements Callable<Integer> {
    private static final int LISTED = 5;

    /// How weights are stored.
    public enum WeightType {
        FLOAT32(StoredType.F32),
        FLOAT16(StoredType.F16),
        BFLOAT16(StoredType.BF16);

        private final StoredType stored;

        WeightType(StoredType stored) {
            this.stored = stored;
        }
    }

    @Parameters(paramLabel = "PATH",
            description = "A checkpoint's path without .index, a SavedModel or model directory, or a file: .onnx, .bin, .pt, "
                    + ".pth. Vocabulary and configuration lie beside the weights.")
    private Path source = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "The new directory.")
    private Path target = Path.of("");

    @Option(names = "--dtype", paramLabel = "float32|float16|bfloat16", defaultValue = "float32",
            description = "How weights are stored, rounded to the nearest; default ${DEFAULT-VALUE}.")
    private WeightType type = WeightType.FLOAT32;

    private final Surroundings surroundings;

    public ImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandFailure(target + ": exists; remove it or choose another directory");
        }
        ModelImport.Report report = ModelImport.run(source, type.stored, target);
        surroundings.say("imported from " + report.format());
        report.assumed().forEach(surroundings::say);
        sayLeftOut(report.leftOut());
        surroundings.out().println(target);
        return ExitCode.DONE;
    }

    private void sayLeftOut(List<String> names) {
        if (!names.isEmpty()) {
            String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
            surroundings.say("left out, being no weights of the model: "
                    + String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + more);
        }
    }
}
