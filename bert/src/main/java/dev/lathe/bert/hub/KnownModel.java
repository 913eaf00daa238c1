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
        String name, String origin, String licence, MavenArtifact artifact, long parameters, ArtifactForm packing) {}
