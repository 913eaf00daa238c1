package dev.lathe.serve.model;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Answers;
import dev.lathe.bert.predict.QuestionAnswerer;
import java.io.IOException;

/// A model that finds answers in texts of any length.
public final class AnswerModel implements ServedModel {
    private static final String WARM_UP = "warm up";

    private final ModelFacts facts;
    private final QuestionAnswerer answerer;
    private final CallGate gate = new CallGate();

    private AnswerModel(ModelFacts facts, QuestionAnswerer answerer) {
        this.facts = facts;
        this.answerer = answerer;
    }

    static AnswerModel open(String name, ModelDirectory directory, Device device) throws IOException {
        return new AnswerModel(ModelFacts.of(name, directory), QuestionAnswerer.load(directory, QuestionAnswerer.Options.of(directory), device));
    }

    /// The best answers to a question.
    public Call<Answers> answers(String question, String context) {
        return new Call<>(answerer.countTokens(question, context), () -> answerer.submitAnswers(question, context));
    }

    @Override
    public void warmUp() {
        answerer.submit(WARM_UP, WARM_UP).join();
    }

    @Override
    public ModelFacts facts() {
        return facts;
    }

    @Override
    public CallGate gate() {
        return gate;
    }

    @Override
    public String type() {
        return "question-answering";
    }

    @Override
    public void close() {
        answerer.close();
    }
}
