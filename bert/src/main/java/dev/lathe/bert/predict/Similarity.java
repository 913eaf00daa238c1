package dev.lathe.bert.predict;

/// What makes two vectors close.
public enum Similarity {
    /// The cosine of the angle between them, -1 to 1; 0 for a vector of zeros.
    COSINE,
    /// Their dot product.
    DOT_PRODUCT
}
