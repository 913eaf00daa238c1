package dev.lathe.cli.account;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.JsonLines;
import dev.lathe.cli.terminal.StandardInput;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cli.terminal.TextLines;
import dev.lathe.trust.review.Decision;
import dev.lathe.trust.review.ReviewException;
import dev.lathe.trust.review.ReviewQueue;
import dev.lathe.trust.review.Reviews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lathe review`: what a person says of a model's decisions.
@Command(name = "review", mixinStandardHelpOptions = true,
        description = "Shows the decisions that wait in a queue of 'lathe serve --review-queue', a line of JSON each, and takes a person's answers. "
                + "What was answered becomes training data.",
        customSynopsis = "lathe review FILE [--answer ID=LABEL ... | --ask | --labelled JSONL]",
        footerHeading = "%nExamples:%n", footer = {
            "  lathe review queue.jsonl",
            "  lathe review queue.jsonl --answer 1834=positive --answer 2107=negative",
            "  lathe review queue.jsonl --ask",
            "  lathe review queue.jsonl --labelled answers.jsonl"})
public final class ReviewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", description = "The queue.")
    private Path file = Path.of("");

    @Option(names = "--answer", paramLabel = "ID=LABEL", description = "Answer a decision; to be given for each. A later answer counts in place of an earlier one.")
    private List<String> answers = List.of();

    @Option(names = "--ask", description = "Show one decision after another and read a label for each from standard input; an empty line passes one over.")
    private boolean asks;

    @Option(names = "--labelled", paramLabel = "JSONL", description = "Write what was answered to this file, as text and label, for 'lathe finetune'.")
    private Optional<Path> labelled = Optional.empty();

    private final Surroundings surroundings;

    public ReviewCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if ((answers.isEmpty() ? 0 : 1) + (asks ? 1 : 0) + (labelled.isPresent() ? 1 : 0) > 1) {
            throw new ParameterException(spec.commandLine(), "--answer, --ask and --labelled: give one of them");
        }
        Reviews reviews = Reviews.read(file);
        if (reviews.torn() > 0) {
            surroundings.say("%s: %d torn %s passed over".formatted(file, reviews.torn(), reviews.torn() == 1 ? "line" : "lines"));
        }
        if (labelled.isPresent()) {
            write(reviews, labelled.get());
        } else if (asks) {
            ask(reviews);
        } else if (answers.isEmpty()) {
            list(reviews);
        } else {
            answer(reviews);
        }
        return ExitCode.DONE;
    }

    private void list(Reviews reviews) throws IOException {
        try (JsonLines lines = JsonLines.to(Optional.empty(), surroundings)) {
            for (Map.Entry<Long, Decision> waiting : reviews.waiting().entrySet()) {
                lines.add(json -> fields(json, waiting.getKey(), waiting.getValue()));
            }
            lines.finish();
        }
    }

    private static void fields(JsonGenerator json, long id, Decision decision) throws IOException {
        json.writeNumberField("id", id);
        json.writeStringField("model", decision.model());
        json.writeStringField("label", decision.label());
        if (Double.isFinite(decision.confidence())) {
            json.writeNumberField("confidence", (float) decision.confidence());
        }
        texts(json, decision);
    }

    private static void texts(JsonGenerator json, Decision decision) throws IOException {
        if (decision.text().isPresent()) {
            json.writeStringField("text", decision.text().get());
        }
        if (decision.pair().isPresent()) {
            json.writeStringField("text_pair", decision.pair().get());
        }
    }

    private void answer(Reviews reviews) throws IOException {
        var queue = ReviewQueue.at(file);
        for (String answer : answers) {
            int equals = answer.indexOf('=');
            if (equals < 0 || !answer.substring(0, equals).matches("[0-9]{1,18}")) {
                throw new ParameterException(spec.commandLine(), "--answer '%s': needs ID=LABEL".formatted(answer));
            }
            reviews.answer(queue, Long.parseLong(answer.substring(0, equals)), answer.substring(equals + 1));
        }
        surroundings.say("%d answered, %d wait".formatted(answers.size(), reviews.waiting().size()));
    }

    /// Each answer is in the file before the next decision is shown.
    private void ask(Reviews reviews) throws IOException {
        int answered = 0;
        var queue = ReviewQueue.at(file);
        try (var typed = TextLines.of(new StandardInput().convert("-"), surroundings);
                JsonLines lines = JsonLines.to(Optional.empty(), surroundings)) {
            for (Map.Entry<Long, Decision> waiting : reviews.waiting().entrySet()) {
                lines.add(json -> fields(json, waiting.getKey(), waiting.getValue()));
                lines.flush();
                answered += taken(reviews, queue, waiting.getKey(), typed);
            }
            lines.finish();
        }
        surroundings.say("%d answered, %d wait".formatted(answered, reviews.waiting().size()));
    }

    /// @return how many answers were taken: one, or none if the line is empty or there is none
    private int taken(Reviews reviews, ReviewQueue queue, long id, TextLines typed) throws IOException {
        while (typed.hasNext()) {
            String label = typed.next().strip();
            if (label.isEmpty()) {
                return 0;
            }
            try {
                reviews.answer(queue, id, label);
                return 1;
            } catch (ReviewException e) {
                // A slip of the pen: the person tries again.
                surroundings.say(e.getMessage());
            }
        }
        return 0;
    }

    private void write(Reviews reviews, Path to) throws IOException {
        List<Reviews.Answered> all = reviews.answered().values().stream().filter(one -> one.decision().text().isPresent()).toList();
        int without = reviews.answered().size() - all.size();
        if (all.isEmpty()) {
            throw new CommandFailure(without == 0 ? file + ": nothing was answered"
                    : file + ": no texts in the queue; 'lathe serve --review-texts' keeps them");
        }
        try (JsonLines lines = JsonLines.to(Optional.of(to), surroundings)) {
            for (Reviews.Answered one : all) {
                lines.add(json -> {
                    texts(json, one.decision());
                    json.writeStringField("label", one.label());
                });
            }
            lines.finish();
        }
        surroundings.say("%d answers in %s%s".formatted(all.size(), to, without == 0 ? "" : "; %d have no text".formatted(without)));
    }
}
