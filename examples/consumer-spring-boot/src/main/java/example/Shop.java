package example;

import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// An application whose models are named in application.properties.
@SpringBootApplication(proxyBeanMethods = false)
public class Shop {
    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments).close();
    }

    // README
    @Bean
    CommandLineRunner reviews(TextClassifier classifier, TextEmbedder embedder) {
        return arguments -> {
            System.out.println("review: " + classifier.predict("The soup was cold."));
            System.out.println("vector: " + embedder.embed("The soup was cold.")[0]);
        };
    }
    // README end
}
