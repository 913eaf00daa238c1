package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.directory.EncoderFolder;
import dev.lathe.cli.options.ModelArgument;
import dev.lathe.cli.terminal.Chunks;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.JsonLines;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.TextLines;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.directory.Tokenizers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lathe tokenize`: what a model sees of a text.
@Command(name = "tokenize", mixinStandardHelpOptions = true,
        description = "Shows the tokens of a text, or of each line of a text file, as JSON: tokens, ids, offsets (in UTF-16 units) and "
                + "word ids.",
        customSynopsis = "lathe tokenize --model DIR|NAME (--text TEXT | --input TXT) [OPTIONS]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe tokenize --model bert-base-uncased --text \"The soup was cold.\"",
            "  lathe tokenize --model bert-base-uncased --input texts.txt --output tokens.jsonl"})
final class TokenizeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelArgument model = new ModelArgument();

    @Option(names = "--text", paramLabel = "TEXT", description = "A text; may be given several times.")
    private List<String> texts = List.of();

    @Option(names = "--input", paramLabel = "TXT", converter = StandardInput.class,
            description = "A text file in UTF-8, a text a line; - for standard input.")
    private Optional<Path> input = Optional.empty();

    @Option(names = "--output", paramLabel = "JSONL", description = "Where to write; without it, or as -, standard output.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--max-length", paramLabel = "N",
            description = "Leave out what goes beyond N tokens, the special ones counted.")
    private Optional<Integer> maxLength = Optional.empty();

    private final Surroundings surroundings;

    TokenizeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (texts.isEmpty() == input.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "needs --text or --input, one of the two");
        }
        int limit = maxLength.orElse(Integer.MAX_VALUE);
        Tokenizer tokenizer = Tokenizers.load(EncoderFolder.of(model.directory(surroundings)));
        int shortest = tokenizer.template().specialInSingle();
        if (limit < shortest) {
            throw new ParameterException(spec.commandLine(), "--max-length " + limit + ": must be at least " + shortest);
        }
        try (JsonLines results = JsonLines.to(output, surroundings);
                var lines = input.isPresent() ? TextLines.of(input.get(), surroundings) : null) {
            Chunks.Use<String> use = chunk -> {
                for (String text : chunk) {
                    Encoding encoding = tokenizer.encode(text, limit);
                    results.add(json -> write(encoding, json));
                }
                results.flush();
            };
            if (lines != null) {
                lines.chunks(use);
            } else {
                use.accept(texts);
            }
            results.finish();
        }
        return ExitCode.DONE;
    }

    private static void write(Encoding encoding, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("tokens");
        for (int i = 0; i < encoding.size(); i++) {
            json.writeString(encoding.token(i));
        }
        json.writeEndArray();
        json.writeFieldName("ids");
        json.writeArray(encoding.ids(), 0, encoding.size());
        json.writeArrayFieldStart("offsets");
        for (int i = 0; i < encoding.size(); i++) {
            json.writeArray(new int[] {encoding.start(i), encoding.end(i)}, 0, 2);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("word_ids");
        for (int i = 0; i < encoding.size(); i++) {
            if (encoding.isSpecial(i)) {
                json.writeNull();
            } else {
                json.writeNumber(encoding.wordId(i));
            }
        }
        json.writeEndArray();
    }
}
