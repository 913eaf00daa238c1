package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.TinyHeads;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.bert.predict.open.ModelHost;
import dev.lathe.bert.predict.open.SequenceOutputs;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionAnswererTest {
    private static final String QUESTION = "was the food good";
    private static final String CONTEXT = "The food was very bad, not fine. Awful!";

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyHeads.answers(folder.resolve("model"));
    }

    /// Every start and end in one list, from the model's own scores.
    @Test
    void theBestAnswersAreThoseOfAllPairsOfStartAndEnd() throws IOException {
        record Span(int start, int end, double score) {}
        Encoding encoding = WordPieceTokenizer.load(model).encode(QUESTION, CONTEXT);
        float[] logits = logits(encoding);
        var spans = new ArrayList<Span>();
        for (int s = 0; s < encoding.size(); s++) {
            for (int e = s; e < Math.min(encoding.size(), s + 4); e++) {
                if (encoding.sequenceId(s) == 1 && encoding.sequenceId(e) == 1) {
                    spans.add(new Span(encoding.start(s), encoding.end(e), (double) logits[2 * s] + logits[2 * e + 1]));
                }
            }
        }
        spans.sort(Comparator.comparingDouble(Span::score).reversed());
        double none = (double) logits[0] + logits[1];
        double total = spans.stream().mapToDouble(span -> Math.exp(span.score())).sum() + Math.exp(none);
        var options = QuestionAnswerer.Options.of(model).withMaxAnswerLength(4).withBest(5).withUnanswerable(0);
        try (Device device = Device.cpu(1); var answerer = QuestionAnswerer.load(model, options, device)) {
            Answers answers = answerer.answers(QUESTION, CONTEXT);
            assertEquals(5, answers.best().size());
            for (int i = 0; i < 5; i++) {
                Answer answer = answers.best().get(i);
                assertEquals(spans.get(i).start(), answer.start());
                assertEquals(spans.get(i).end(), answer.end());
                assertEquals(CONTEXT.substring(answer.start(), answer.end()), answer.text());
                assertEquals(Math.exp(spans.get(i).score()) / total, answer.score(), 1e-7);
            }
            assertEquals(Math.exp(none) / total, answers.noAnswerScore(), 1e-7);
            assertEquals(none - spans.getFirst().score(), answers.noAnswerMargin(), 1e-6);
        }
    }

    private float[] logits(Encoding encoding) throws IOException {
        var directory = ModelDirectory.open(model);
        try (var opened = ModelHost.ownCpu().open(
                directory, scope -> new BertForQuestionAnswering(scope, directory.config().bert()))) {
            return SequenceOutputs.<BertForQuestionAnswering>perToken((ws, m, batch) -> m.logits(ws, batch))
                    .of(opened, List.of(TokenSequence.of(encoding))).getFirst();
        }
    }

    @Test
    void noAnswerIsGivenWhereItIsScoredHigherByTheThreshold() throws IOException {
        var options = QuestionAnswerer.Options.of(model);
        try (Device device = Device.cpu(1); var always = QuestionAnswerer.load(model, options, device)) {
            double margin = always.answers(QUESTION, CONTEXT).noAnswerMargin();
            assertEquals(0, always.answers(QUESTION, CONTEXT).noAnswerScore());
            try (var below = QuestionAnswerer.load(model, options.withUnanswerable(margin - 0.001), device);
                    var above = QuestionAnswerer.load(model, options.withUnanswerable(margin + 0.001), device)) {
                assertEquals(Optional.empty(), below.answer(QUESTION, CONTEXT));
                assertTrue(above.answer(QUESTION, CONTEXT).isPresent());
                assertEquals(always.answer(QUESTION, CONTEXT).map(Answer::text),
                        above.answer(QUESTION, CONTEXT).map(Answer::text));
            }
        }
    }

    @Test
    void aModelSaysItselfWhetherItMayGiveNoAnswer() throws IOException {
        Path unwilling = TinyHeads.answers(folder.resolve("unwilling"));
        TinyHeads.configure(unwilling, "version_2_with_negative", "false");
        Path willing = TinyHeads.answers(folder.resolve("willing"));
        TinyHeads.configure(willing, "version_2_with_negative", "true");
        assertEquals(QuestionAnswerer.Options.of(model), QuestionAnswerer.Options.of(unwilling));
        assertEquals(QuestionAnswerer.Options.of(model).withUnanswerable(0), QuestionAnswerer.Options.of(willing));
        assertEquals(QuestionAnswerer.Options.of(model), QuestionAnswerer.Options.of(willing).withAnswerable());
        try (var answerer = QuestionAnswerer.load(willing)) {
            Answers answers = answerer.answers(QUESTION, CONTEXT);
            assertTrue(answers.noAnswerScore() > 0);
            assertEquals(answers.noAnswerMargin() > 0, answerer.answer(QUESTION, CONTEXT).isEmpty());
        }
    }

    @Test
    void aLongTextIsSearchedToItsEnd() throws IOException {
        String filler = "the food was fine. ".repeat(100);
        var options = QuestionAnswerer.Options.of(model).withMaxLength(40).withStride(20).withMaxAnswerLength(3)
                .withBest(10_000);
        try (Device device = Device.cpu(2); var answerer = QuestionAnswerer.load(model, options, device)) {
            List<Answer> all = answerer.answers(QUESTION, filler).best();
            List<Integer> starts = all.stream().map(Answer::start).distinct().sorted().toList();
            Encoding whole = WordPieceTokenizer.load(model).encode(filler);
            assertEquals(IntStream.range(1, whole.size() - 1).map(whole::start).boxed().toList(), starts);
            assertEquals(all.size(), all.stream().map(a -> List.of(a.start(), a.end())).distinct().count());
            assertEquals(1, all.stream().mapToDouble(Answer::score).sum(), 1e-9);
        }
    }

    @Test
    void aTextWithoutTokensHasNoAnswer() throws IOException {
        try (var answerer = QuestionAnswerer.load(model)) {
            assertEquals(Optional.empty(), answerer.answer(QUESTION, " \n"));
            assertEquals(Double.POSITIVE_INFINITY, answerer.answers(QUESTION, "").noAnswerMargin());
        }
    }

    @Test
    void aLongQuestionIsCutSoThatTheTextIsSeen() throws IOException {
        try (var answerer = QuestionAnswerer.load(model)) {
            assertTrue(answerer.answer("was the food very ".repeat(200), CONTEXT).isPresent());
        }
    }

    @Test
    void aQuestionWithoutItsTextIsRefusedByItsNumber() throws IOException {
        try (var answerer = QuestionAnswerer.load(model)) {
            var questions = List.of(TextInput.of(QUESTION, CONTEXT), TextInput.of(QUESTION));
            assertEquals("questions[1]: no pair of a question and its text", assertThrows(
                    IllegalArgumentException.class, () -> answerer.answerAll(questions)).getMessage());
        }
    }

    @Test
    void whatCannotAnswerIsRefused() throws IOException {
        Path encoder = TinyModel.encoder(folder.resolve("encoder"));
        assertEquals(encoder + ": model.safetensors: no 'qa_outputs.weight': the model is not trained for this task",
                assertThrows(CheckpointException.class, () -> QuestionAnswerer.load(encoder)).getMessage());
        var options = QuestionAnswerer.Options.of(encoder);
        assertEquals("best 0: must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> options.withBest(0)).getMessage());
    }

    @Test
    void aSubmittedQuestionHasAllItsAnswers() throws IOException {
        try (var answerer = QuestionAnswerer.load(model)) {
            assertEquals(answerer.answers(QUESTION, CONTEXT), answerer.submitAnswers(QUESTION, CONTEXT).join());
        }
    }
}
