package dev.lathe.trust.provenance;

/// What is not as it was signed.
///
/// @param place a file's name, from the directory on
/// @param what became of it
public record Fault(String place, String what) {
    @Override
    public String toString() {
        return place + ": " + what;
    }
}
