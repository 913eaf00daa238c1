package dev.lathe.bert.config;

import java.util.Arrays;
import java.util.Optional;

/// What stands on an encoder, as the name of Hugging Face's class says it.
public enum ModelHead {
    /// Nothing: hidden states only.
    NONE("Model"),
    /// Guesses masked words.
    MASKED_LM("ForMaskedLM"),
    /// Tells whether one text follows another.
    NEXT_SENTENCE_PREDICTION("ForNextSentencePrediction"),
    /// What the family is pretrained with: both of BERT's tasks, or ELECTRA's discriminator.
    PRE_TRAINING("ForPreTraining"),
    /// Labels or numbers for whole texts.
    SEQUENCE_CLASSIFICATION("ForSequenceClassification"),
    /// A label for each token.
    TOKEN_CLASSIFICATION("ForTokenClassification"),
    /// Where in a text an answer starts and ends.
    QUESTION_ANSWERING("ForQuestionAnswering"),
    /// Which of several continuations fits.
    MULTIPLE_CHOICE("ForMultipleChoice");

    private final String suffix;

    ModelHead(String suffix) {
        this.suffix = suffix;
    }

    /// Whether its outputs are labels, or numbers that are called so.
    boolean givesLabels() {
        return this == SEQUENCE_CLASSIFICATION || this == TOKEN_CLASSIFICATION;
    }

    boolean guessesWords() {
        return this == MASKED_LM || this == PRE_TRAINING;
    }

    /// The end of the class's name, behind that of the family.
    public String suffix() {
        return suffix;
    }

    /// The head of an architecture such as `BertForMaskedLM`; empty for a class that is not known.
    public static Optional<ModelHead> of(String architecture) {
        return Arrays.stream(values()).filter(head -> architecture.endsWith(head.suffix)).findFirst();
    }
}
