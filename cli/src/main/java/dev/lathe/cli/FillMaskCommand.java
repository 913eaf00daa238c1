package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.cli.options.DeviceArgument;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lathe fill-mask`: which words may stand where a text has masks.
@Command(name = "fill-mask", mixinStandardHelpOptions = true,
        description = "Guesses the word behind each [MASK] of a text, as a JSON list of {\"token\",\"id\",\"probability\"}; of "
                + "several masks a list of such lists.",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe fill-mask --model bert-base-uncased --text \"The capital of France is [MASK].\" --top 2"})
final class FillMaskCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model = new ModelArgument();

    @Mixin
    private DeviceArgument device = new DeviceArgument();

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "A text with at least one [MASK].")
    private String text = "";

    @Option(names = "--top", paramLabel = "N", defaultValue = "5",
            description = "How many guesses for each mask; default ${DEFAULT-VALUE}.")
    private int top;

    private final Surroundings surroundings;

    FillMaskCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var opened = device.open(surroundings, true);
                var filler = MaskFiller.load(model.announced(surroundings), opened)) {
            print(filler.fill(text, top));
        }
        return ExitCode.DONE;
    }

    private void print(List<List<MaskFiller.Guess>> masks) throws IOException {
        try (var json = JsonWriter.to(surroundings.out(), JsonLayout.LINE)) {
            if (masks.size() == 1) {
                write(masks.getFirst(), json);
            } else {
                json.writeStartArray();
                for (List<MaskFiller.Guess> guesses : masks) {
                    write(guesses, json);
                }
                json.writeEndArray();
            }
            json.writeRaw('\n');
        }
    }

    private static void write(List<MaskFiller.Guess> guesses, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (MaskFiller.Guess guess : guesses) {
            json.writeStartObject();
            json.writeStringField("token", guess.token());
            json.writeNumberField("id", guess.id());
            json.writeNumberField("probability", (float) guess.probability());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
