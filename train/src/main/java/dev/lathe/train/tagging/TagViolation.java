package dev.lathe.train.tagging;

/// A tag that its scheme does not allow where it stands.
///
/// @param index the token, from 0; as many as there are tokens where the sentence ends too early
/// @param reason what is wrong, such as `I-PER follows O`
public record TagViolation(int index, String reason) {
}
