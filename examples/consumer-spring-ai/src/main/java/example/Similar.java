package example;

import dev.lathe.springai.LatheEmbeddingModel;
import java.nio.file.Path;
import java.util.List;

/// Embeds two texts in one call, and says what it cost.
public final class Similar {
    private Similar() {}

    public static void main(String[] arguments) {
        // README
        try (var model = LatheEmbeddingModel.of(Path.of("all-MiniLM-L6-v2"))) {
            var response = model.embedForResponse(List.of("The soup was cold.", "My food had no warmth."));
            System.out.println(response.getResults().get(0).getOutput()[0]);
            System.out.println(response.getMetadata().getModel() + " " + model.dimensions());
            System.out.println(response.getMetadata().getUsage().getPromptTokens() + " tokens");
        }
        // README end
    }
}
