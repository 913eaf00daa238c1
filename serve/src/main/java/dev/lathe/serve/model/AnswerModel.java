package dev.lathe.serve.model;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Answers;
import dev.lathe.bert.predict.QuestionAnswerer;
import java.io.IOException;

/// A model that finds answers in texts of any length.
public final class AnswerModel implements ServedModel {
    private static final String WARM_UP = "warm up";

    private final ModelFacts facts;
    private final QuestionAnswerer answerer;
    private final CallGate gate;

    private AnswerModel(ModelFacts facts, QuestionAnswerer answerer, CallGate gate) {
        this.facts = facts;
        this.gate = gate;
        this.answerer = answerer;
    }

    static AnswerModel open(String name, ModelDirectory directory, ServedBases.Place place) throws IOException {
        return new AnswerModel(
                ModelFacts.of(name, directory), QuestionAnswerer.load(directory, QuestionAnswerer.Options.of(directory), place.base()), place.gate());
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
