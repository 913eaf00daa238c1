package dev.lathe.springboot;

/// A property names no model that could be loaded.
final class ModelPropertyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    /// @param remedy what to do about it, a sentence
    ModelPropertyException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /// @param cause what is wrong with the model's files
    ModelPropertyException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
