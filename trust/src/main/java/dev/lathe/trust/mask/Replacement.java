package dev.lathe.trust.mask;

/// What is put in the place of personal data.
@FunctionalInterface
public interface Replacement {
    /// `[MAIL]`: nothing is left of it but its type.
    Replacement BY_TYPE = (type, _) -> "[" + type + "]";

    /// @param type as its span has it
    /// @param found the part of the text
    String of(String type, String found);
}
