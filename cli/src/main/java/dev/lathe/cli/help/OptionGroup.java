package dev.lathe.cli.help;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The heading under which help lists an option, or all options of a class.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
public @interface OptionGroup {
    /// What goes in and comes out; where no group is named.
    String MAIN = "Options";
    /// How data files are read.
    String DATA = "Data";
    /// How a model is trained.
    String TRAINING = "Training";
    /// What moves the parameters.
    String OPTIMIZER = "Optimizer";
    /// What is trained instead of the whole model.
    String ADAPTER = "Adapters";
    /// Against rare labels, noise and hostile texts.
    String ROBUST = "Robustness";
    /// For those whom the training data is about.
    String PRIVACY = "Privacy";
    /// What a run leaves, and when.
    String RUN = "Evaluation and checkpoints";
    /// What a run shows of itself.
    String VIEW = "Seeing";
    /// What only some tasks have.
    String TASK = "Of single tasks";
    /// What computes.
    String COMPUTING = "Computing";
    /// What every command has.
    String GENERAL = "General";

    /// The heading.
    String value();
}
