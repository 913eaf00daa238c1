package dev.lathe.train.data.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.lathe.train.data.DataFiles;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.StrictUtf8Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuestionsTest {

    @TempDir
    Path folder;

    @Test
    void readsParagraphsWithTheirQuestions() throws IOException {
        List<QuestionExample> questions = read("""
                {"version":"1.1","data":[{"title":"T","paragraphs":[
                  {"context":"Lathe turns wood.","qas":[
                    {"id":"q1","question":"What turns?","answers":[{"answer_start":0,"text":"Lathe"},{"answer_start":0,"text":"Lathe turns"}]},
                    {"id":"q2","question":"It turns what?","answers":[{"text":"wood","answer_start":12}]}]},
                  {"qas":[{"id":"q3","question":"Who?","answers":[{"text":"me","answer_start":3}]}],"context":"By me."}]}]}
                """).examples();
        assertEquals(List.of("q1", "q2", "q3"), questions.stream().map(QuestionExample::id).toList());
        assertEquals(List.of(new GoldAnswer("Lathe", 0), new GoldAnswer("Lathe turns", 0)), questions.get(0).answers());
        assertEquals(16, questions.get(1).answers().getFirst().end());
        assertEquals("By me.", questions.get(2).context());
        assertEquals(4, questions.get(1).source().line());
        assertSame(questions.get(0).context(), questions.get(1).context());
    }

    @Test
    void aQuestionMayHaveNoAnswerIfItSaysSo() throws IOException {
        QuestionExample question = read(squad("a b", "\"is_impossible\":true,\"answers\":[],"
                + "\"plausible_answers\":[{\"text\":\"zzz\",\"answer_start\":99}]")).examples().getFirst();
        assertEquals(List.of(), question.answers());
        assertEquals("line 1: question 'q': it has no answers; without any it needs \"is_impossible\": true",
                failure(squad("a b", "\"answers\":[]")));
        assertEquals("line 1: question 'q': it has no answers; without any it needs \"is_impossible\": true",
                failure(squad("a b", "\"is_impossible\":false")));
        assertEquals("line 1: question 'q': it has answers, but 'is_impossible' is true",
                failure(squad("a b", "\"is_impossible\":true,\"answers\":[{\"text\":\"a\",\"answer_start\":0}]")));
        assertEquals("line 1: 'is_impossible' is a string, not true or false", failure(squad("a b", "\"is_impossible\":\"no\"")));
    }

    @Test
    void offsetsOfTheFileCountCodePoints() throws IOException {
        QuestionExample question = read(squad("\uD83D\uDE00 says b", answer("b", 7))).examples().getFirst();
        assertEquals(List.of(new GoldAnswer("b", 8)), question.answers());
    }

    @Test
    void anAnswerThatIsNotWhereItShouldBeStopsTheReading() {
        assertEquals("line 1: question 'q': answer 'wood' starts at 11: the context has ' woo' there",
                failure(squad("Lathe turns wood.", answer("wood", 11))));
        assertEquals("line 1: question 'q': answer 'wood' starts at 15: the context has 'd.' there",
                failure(squad("Lathe turns wood.", answer("wood", 15))));
        assertEquals("line 1: question 'q': answer 'wood' starts at 17: the context has 17 characters",
                failure(squad("Lathe turns wood.", answer("wood", 17))));
        assertEquals("line 1: 'answers[0].answer_start' is '-1', not in 0..2147483647",
                failure(squad("Lathe turns wood.", answer("wood", -1))));
        assertEquals("line 1: question 'q': an answer is blank", failure(squad("a b", answer(" ", 1))));
    }

    @Test
    void questionsToBeAnsweredNeedNone() throws IOException {
        Path file = write(squad("a b", "\"answers\":[{\"text\":\"zzz\",\"answer_start\":99}]"));
        assertEquals(List.of(), Questions.readUnanswered(file).examples().getFirst().answers());
    }

    @Test
    void refusesWhatIsNotSquad() {
        assertEquals("line 1: a JSON object with 'data' is wanted", failure("[]"));
        assertEquals("line 1: a JSON object with 'data' is wanted", failure(""));
        assertEquals("line 2: no 'data'; is this a file of SQuAD?", failure("{\"version\":1\n}"));
        assertEquals("line 1: 'data' is an object, not a list", failure("{\"data\":{}}"));
        assertEquals("line 1: 'data' holds an integer, not an object", failure("{\"data\":[1]}"));
        assertEquals("line 1: an article without 'paragraphs'", failure("{\"data\":[{}]}"));
        assertEquals("line 2: a paragraph without 'qas'", failure("{\"data\":[{\"paragraphs\":[\n{\"context\":\"\"}]}]}"));
        assertEquals("line 1: no 'context'; the keys are none", failure("{\"data\":[{\"paragraphs\":[{\"qas\":[]}]}]}"));
        assertEquals("line 1: something follows the JSON object", failure("{\"data\":[]}{}"));
        assertEquals("no rows", failure("{\"data\":[]}"));
        assertEquals("line 1: no 'id'; the keys are 'question'",
                failure("{\"data\":[{\"paragraphs\":[{\"context\":\"\",\"qas\":[{\"question\":\"\"}]}]}]}"));
    }

    @Test
    void refusesTwoQuestionsOfOneName() {
        String question = "{\"id\":\"q\",\"question\":\"?\"," + answer("a", 0) + "}";
        assertEquals("line 2: two questions are named 'q'", failure(
                "{\"data\":[{\"paragraphs\":[{\"context\":\"a\",\"qas\":[" + question + ",\n" + question + "]}]}]}"));
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertEquals("line 1: 'context' holds half a surrogate pair, \\ud83d; it stands for no character",
                failure(squad("a \\ud83d b", answer("a", 0))));
    }

    @Test
    void refusesBrokenAndEndlessJson() {
        assertEquals("line 1: not JSON: the file ends inside a value", failure("{\"data\":["));
        assertEquals("line 1: JSON nested deeper than 64, or a number or key without end", failure("{\"x\":" + "[".repeat(9999)));
        assertEquals("line 1: the row is longer than 16777216 characters; is a quote left open?",
                failure("{\"x\":\"" + "x".repeat(StrictUtf8Reader.MAX_ROW_CHARS + 20_000)));
    }

    @Test
    void boundsParagraphsAndNotFiles() throws IOException {
        String context = "x".repeat(StrictUtf8Reader.MAX_ROW_CHARS / 3);
        StringBuilder json = new StringBuilder("{\"data\":[{\"paragraphs\":[");
        for (int i = 0; i < 5; i++) {
            json.append(i == 0 ? "" : ",").append("{\"context\":\"").append(context)
                    .append("\",\"qas\":[{\"id\":").append(i).append(",\"question\":\"?\",").append(answer("x", 1)).append("}]}");
        }
        assertEquals(5, read(json + "]}]}").size());
    }

    private static String answer(String text, int start) {
        return "\"answers\":[{\"text\":\"" + text + "\",\"answer_start\":" + start + "}]";
    }

    private static String squad(String context, String answers) {
        return "{\"data\":[{\"paragraphs\":[{\"context\":\"" + context + "\",\"qas\":[{\"id\":\"q\",\"question\":\"?\","
                + answers + "}]}]}]}";
    }

    private Path write(String content) throws IOException {
        return new DataFiles(folder).write("squad.json", content);
    }

    private Dataset<QuestionExample> read(String content) throws IOException {
        return Questions.read(write(content));
    }

    private String failure(String content) {
        return DataFiles.failure(folder.resolve("squad.json"), () -> read(content));
    }
}
