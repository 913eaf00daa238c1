package dev.lathe.bert.hub;

/// A jar in a Maven repository.
///
/// @param groupId first coordinate
/// @param artifactId second coordinate
/// @param version third coordinate
/// @param bytes size of the jar, which is what a download takes
public record MavenArtifact(String groupId, String artifactId, String version, long bytes) {
    /// The coordinates as Maven's command line takes them.
    public String coordinates() {
        return groupId + ":" + artifactId + ":" + version;
    }
}
