package dev.lathe.tokenizer.wordpiece;

/// How large a trained vocabulary is, and what enters it.
///
/// @param vocabularySize how many tokens there may be, with the special ones and the alphabet
/// @param minFrequency   how often two pieces must stand side by side to become one; at least 1
/// @param alphabetLimit  how many characters are kept, the most frequent ones; at least 1
public record TrainerOptions(int vocabularySize, int minFrequency, int alphabetLimit) {
    /// @throws IllegalArgumentException if a number is less than 1
    public TrainerOptions {
        if (vocabularySize < 1 || minFrequency < 1 || alphabetLimit < 1) {
            throw new IllegalArgumentException(
                    "trainerOptions: vocabularySize %d, minFrequency %d, alphabetLimit %d: one is less than 1"
                            .formatted(vocabularySize, minFrequency, alphabetLimit));
        }
    }

    /// At most `vocabularySize` tokens, of pieces met twice or more, over 1,000 characters.
    public static TrainerOptions ofSize(int vocabularySize) {
        return new TrainerOptions(vocabularySize, 2, 1_000);
    }
}
