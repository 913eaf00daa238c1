package dev.lathe.bert.hub;

/// A model that can be had by name.
///
/// @param name what users call it
/// @param origin where its authors publish it, for model cards
/// @param licence SPDX identifier of its weights' licence
/// @param artifact the jar that carries it
/// @param parameters how many float parameters it has
/// @param packing how the jar carries it
public record KnownModel(
        String name, String origin, String licence, MavenArtifact artifact, long parameters, ArtifactForm packing) {
    private static final String HUB = "https://huggingface.co/";

    /// What the hub calls it, its owner in front: `sentence-transformers/all-MiniLM-L6-v2`.
    public String hubName() {
        return origin.startsWith(HUB) ? origin.substring(HUB.length()) : name;
    }
}
