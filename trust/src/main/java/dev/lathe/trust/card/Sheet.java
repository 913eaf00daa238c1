package dev.lathe.trust.card;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The forms in which a model is described, as Markdown.
public enum Sheet {
    /// Annex IV, "Technical documentation referred to in Article 11(1)", of Regulation (EU) 2024/1689.
    EU_AI_ACT("Technical documentation by Annex IV of Regulation (EU) 2024/1689") {
        @Override
        List<Section> sections(Known known) {
            return AnnexIv.sections(known);
        }
    },
    /// The functions and categories of the AI Risk Management Framework 1.0 (NIST AI 100-1).
    NIST("Record by the functions of the NIST AI Risk Management Framework 1.0") {
        @Override
        List<Section> sections(Known known) {
            return NistFunctions.sections(known);
        }
    },
    /// The questions of Gebru et al., "Datasheets for Datasets", Communications of the ACM 64(12), 2021.
    DATASHEET("Datasheet of the data") {
        @Override
        List<Section> sections(Known known) {
            return Datasheet.sections(known);
        }
    };

    private final String title;

    Sheet(String title) {
        this.title = title;
    }

    abstract List<Section> sections(Known known);

    /// The whole text.
    ///
    /// @param directory of a model
    /// @throws dev.lathe.trust.provenance.ProvenanceException if there is no such directory
    public String of(Path directory) throws IOException {
        Known known = Known.of(directory);
        List<Section> sections = sections(known);
        long all = sections.stream().mapToLong(section -> section.entries().size()).sum();
        long empty = sections.stream().flatMap(section -> section.entries().stream()).filter(entry -> entry.answers().isEmpty()).count();
        return "# %s: %s\n\n%s\n%s".formatted(known.name(), title,
                "Filled from the model's own files. Of %d entries %d are empty. It is no statement that any rule is kept.".formatted(all, empty),
                String.join("", sections.stream().map(Section::text).toList()));
    }
}
