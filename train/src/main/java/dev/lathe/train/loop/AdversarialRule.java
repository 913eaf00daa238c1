package dev.lathe.train.loop;

import dev.lathe.tensor.Parameter;

/// A step that learns texts disturbed as [AdversarialOptions] say.
///
/// Dropout decides the same in all passes of a step. Nothing of a parameter is touched but its gradient.
public record AdversarialRule(AdversarialOptions options) implements StepRule {
    @Override
    public void run(Step step) {
        switch (options.method()) {
            case FGM -> fastGradient(step);
            case PGD -> projectedGradient(step);
            case FREELB -> freeLargeBatch(step);
        }
        step.move();
    }

    private void fastGradient(Step step) {
        var texts = new Perturbations(0);
        texts.pass(() -> step.backward(1, texts), (delta, gradient) -> TextVector.set(delta, gradient, options.epsilon()));
        texts.pass(() -> step.backward(1, texts), TextVector.STAYS);
    }

    private void projectedGradient(Step step) {
        var texts = new Perturbations(0);
        for (int i = 0; i < options.steps(); i++) {
            texts.pass(() -> step.backward(1, texts), this::ascend);
            step.parameters().forEach(Parameter::clearGradient);
        }
        texts.pass(() -> step.backward(1, texts), TextVector.STAYS);
    }

    private void freeLargeBatch(Step step) {
        var texts = new Perturbations(options.epsilon());
        for (int i = 0; i < options.steps(); i++) {
            texts.pass(() -> step.backward(1.0 / options.steps(), texts), this::ascend);
        }
    }

    private void ascend(TextVector delta, TextVector gradient) {
        TextVector.add(delta, gradient, options.rate());
        TextVector.project(delta, options.epsilon());
    }
}
