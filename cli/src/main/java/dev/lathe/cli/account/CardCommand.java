package dev.lathe.cli.account;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.ResultFile;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.card.Sheet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lathe card`: what is known of a model, in the headings of a law or a framework.
@Command(name = "card", mixinStandardHelpOptions = true,
        description = "Writes what a model's files tell in the headings of the EU AI Act's Annex IV, the NIST AI RMF, or a datasheet of its data, as Markdown. "
                + "What nobody has measured or written is said to be empty.",
        customSynopsis = "lathe card DIR --format eu-ai-act|nist|datasheet [--output FILE]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe card my-model --format eu-ai-act",
            "  lathe card my-model --format datasheet --output datasheet.md"})
public final class CardCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The model.")
    private Path directory = Path.of("");

    @Option(names = "--format", required = true, paramLabel = "eu-ai-act|nist|datasheet", description = "In which headings.")
    private Sheet sheet = Sheet.EU_AI_ACT;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write; default standard output.")
    private Path output = Path.of("-");

    private final Surroundings surroundings;

    public CardCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        String text = sheet.of(directory);
        try (ResultFile file = ResultFile.at(output)) {
            var out = file.begin(surroundings);
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            file.complete();
        }
        return ExitCode.DONE;
    }
}
