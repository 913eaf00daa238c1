package dev.lathe.train.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForNextSentencePrediction;
import dev.lathe.bert.heads.BertForPreTraining;
import dev.lathe.bert.predict.Aggregation;
import dev.lathe.bert.predict.Answer;
import dev.lathe.bert.predict.ChoiceSelector;
import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.MaskFiller;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TokenClassifier;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.data.ChoiceExample;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.question.GoldAnswer;
import dev.lathe.train.data.question.QuestionExample;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.data.text.Document;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.data.text.PlainText;
import dev.lathe.train.data.text.ScoredTextExample;
import dev.lathe.train.data.text.SentenceTuple;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.answering.QuestionAnsweringTask;
import dev.lathe.train.task.choice.MultipleChoiceTask;
import dev.lathe.train.task.classification.MultiLabelTask;
import dev.lathe.train.task.classification.RegressionTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import dev.lathe.train.task.embedding.SentenceEmbeddingTask;
import dev.lathe.train.task.maskedlm.MaskedLmTask;
import dev.lathe.train.task.maskedlm.PreTrainingTask;
import dev.lathe.train.task.tagging.TokenClassificationTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What training makes small is what users are told: each task's loss, computed from its predictions.
class LossAndPredictionTest {
    private static final SourceLine LINE = new SourceLine(Path.of("data"), 1);
    /// Both sides are floats, of which the loss is the logarithm.
    private static final double FLOAT = 1e-5;

    @TempDir
    private Path folder;

    static Stream<Task<?>> tasks() {
        return Tasks.all().stream();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void theLossIsThatOfThePredictions(Task<?> task) throws IOException {
        TaskDirectory.write(task, folder);
        var directory = ModelDirectory.open(folder);
        try (Device device = Device.cpu(1)) {
            switch (task) {
                case SequenceClassificationTask classes -> ofClasses(classes, directory, device);
                case MultiLabelTask labels -> ofLabels(labels, directory, device);
                case RegressionTask numbers -> ofNumbers(numbers, directory, device);
                case TokenClassificationTask tags -> ofTags(tags, directory, device);
                case QuestionAnsweringTask answers -> ofAnswers(answers, directory, device);
                case MultipleChoiceTask choices -> ofChoices(choices, directory, device);
                case MaskedLmTask words -> ofWords(words, directory, device);
                case PreTrainingTask pairs -> ofPairs(pairs, directory, device);
                case SentenceEmbeddingTask sentences -> ofSentences(sentences, directory, device);
                default -> throw new AssertionError(task.name() + ": no loss of its predictions here");
            }
        }
    }

    private static void ofClasses(SequenceClassificationTask task, ModelDirectory directory, Device device)
            throws IOException {
        try (var classifier = TextClassifier.load(directory, device)) {
            double expected = -(Math.log(classifier.predict("the food was good.").scores().get("fine"))
                    + Math.log(classifier.predict("very bad").scores().get("good"))) / 2;
            assertLoss(expected, task, directory, device, List.of(
                    new TextExample(LINE, "the food was good.", null, "fine"),
                    new TextExample(LINE, "very bad", null, "good")));
        }
    }

    private static void ofLabels(MultiLabelTask task, ModelDirectory directory, Device device) throws IOException {
        try (var classifier = TextClassifier.load(directory, device)) {
            var scores = classifier.predict("the food was good.").scores();
            double expected = -(Math.log(scores.get("food")) + Math.log1p(-scores.get("room"))) / 2;
            assertLoss(expected, task, directory, device, List.of(
                    new MultiLabelExample(LINE, "the food was good.", null, List.of("food"))));
        }
    }

    private static void ofNumbers(RegressionTask task, ModelDirectory directory, Device device) throws IOException {
        try (var classifier = TextClassifier.load(directory, device)) {
            double distance = classifier.predict("the food was good.").score() - 0.75;
            assertLoss(distance * distance, task, directory, device, List.of(
                    new ScoredTextExample(LINE, "the food was good.", null, 0.75)));
        }
    }

    private static void ofTags(TokenClassificationTask task, ModelDirectory directory, Device device) throws IOException {
        var options = TokenClassifier.Options.of(directory).withAggregation(Aggregation.NONE);
        try (var classifier = TokenClassifier.load(directory, options, device)) {
            List<Entity> words = classifier.predict("the food was very good");
            double expected = words.stream().mapToDouble(word -> -Math.log(word.score())).average().orElseThrow();
            assertLoss(expected, task, directory, device, List.of(new TaggedSentence(
                    LINE, false, words.stream().map(Entity::text).toList(), words.stream().map(Entity::type).toList())));
        }
    }

    /// Of answers only their ratios are told: how probable one is among those that there are.
    private static void ofAnswers(QuestionAnsweringTask task, ModelDirectory directory, Device device) throws IOException {
        String context = "the food was very good";
        var options = QuestionAnswerer.Options.of(directory).withBest(1000);
        try (var answerer = QuestionAnswerer.load(directory, options, device)) {
            var answers = answerer.answers("was the food bad", context);
            double own = score(answers.best(), "very good");
            double other = score(answers.best(), "food");
            double loss = loss(task, directory, device, List.of(question(context, "very good")));
            double otherLoss = loss(task, directory, device, List.of(question(context, "food")));
            // The loss is the mean of start's and end's, an answer's score their sum.
            assertEquals(Math.log(own / other), 2 * (otherLoss - loss), 2 * FLOAT);
            assertTrue(Math.abs(otherLoss - loss) > 1e-3, "the answers differ");
        }
    }

    private static double score(List<Answer> answers, String text) {
        return answers.stream().filter(answer -> answer.text().equals(text)).findFirst().orElseThrow().score();
    }

    private static QuestionExample question(String context, String answer) {
        return new QuestionExample(
                LINE, "1", "was the food bad", context, List.of(new GoldAnswer(answer, context.indexOf(answer))));
    }

    private static void ofChoices(MultipleChoiceTask task, ModelDirectory directory, Device device) throws IOException {
        List<String> choices = List.of("good", "very bad", "awful .");
        var example = new ChoiceExample(LINE, "the food was", null, choices, 1);
        try (var selector = ChoiceSelector.load(directory, device)) {
            double score = selector.choose(example.context(), example.continuations()).scores().get(1);
            assertLoss(-Math.log(score), task, directory, device, List.of(example));
        }
    }

    /// A text of one word is that word to be guessed; in eight steps of ten it is hidden, as a user hides it.
    private static void ofWords(MaskedLmTask task, ModelDirectory directory, Device device) throws IOException {
        try (var filler = MaskFiller.load(directory, device)) {
            double expected = -Math.log(filler.fill("[MASK]", 16).getFirst().stream()
                    .filter(guess -> guess.token().equals("food")).findFirst().orElseThrow().probability());
            int hidden = 0;
            for (int step = 0; step < 20; step++) {
                try (var ws = Workspace.training("step", device.backend(), new RandomKey(1, step))) {
                    double loss = loss(task, directory, ws, List.of(new PlainText(LINE, "food")));
                    hidden += Math.abs(loss - expected) <= FLOAT ? 1 : 0;
                }
            }
            assertTrue(hidden >= 10, hidden + " of 20");
        }
    }

    /// Pairs of single words: each step's loss is one of six, if its mask is a mask.
    private static void ofPairs(PreTrainingTask task, ModelDirectory directory, Device device) throws IOException {
        var documents = List.of(
                new Document(LINE, List.of("food", "good")), new Document(LINE, List.of("bad")), new Document(LINE, List.of("awful")));
        List<Double> following = new ArrayList<>();
        List<Double> random = new ArrayList<>();
        for (int masked : new int[] {1, 3}) {
            following.add(pairLoss(directory, device, "good", masked, BertForNextSentencePrediction.FOLLOWS));
            random.add(pairLoss(directory, device, "bad", masked, BertForNextSentencePrediction.RANDOM));
            random.add(pairLoss(directory, device, "awful", masked, BertForNextSentencePrediction.RANDOM));
        }
        var losses = new ArrayList<Double>();
        for (int step = 0; step < 40; step++) {
            try (var ws = Workspace.training("step", device.backend(), new RandomKey(1, step))) {
                losses.add(loss(task, directory, ws, documents));
            }
        }
        long follow = losses.stream().filter(loss -> isOneOf(following, loss)).count();
        long others = losses.stream().filter(loss -> isOneOf(random, loss)).count();
        assertTrue(follow >= 10 && others >= 10 && follow + others >= 28, follow + " and " + others + " of 40");
    }

    private static boolean isOneOf(List<Double> losses, double loss) {
        return losses.stream().anyMatch(one -> Math.abs(one - loss) <= FLOAT);
    }

    private static double pairLoss(ModelDirectory directory, Device device, String second, int masked, int right) throws IOException {
        try (var parameters = Workspace.model("parameters", device.backend()); var weights = directory.openWeights();
                var ws = Workspace.inference("loss", device.backend())) {
            ModelScope scope = ModelScope.root(parameters);
            var model = new BertForPreTraining(scope, directory.config().bert());
            BertWeights.loadTrained(weights, scope.parameters());
            var encoding = directory.tokenizer().encode("food", second);
            int[] ids = encoding.ids().clone();
            int hidden = ids[masked];
            ids[masked] = directory.tokenizer().maskId();
            var tokens = TokenBatch.of(ws, List.of(TokenSequence.of(ids, encoding.typeIds())), 0);
            var logits = model.logits(ws, tokens, ws.ofInts(Shape.of(1), masked));
            return -logProbability(logits.prediction().toArray(), hidden) - logProbability(logits.sequenceRelationship().toArray(), right);
        }
    }

    private static double logProbability(float[] logits, int of) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return logits[of] - Math.log(sum);
    }

    private static void ofSentences(SentenceEmbeddingTask task, ModelDirectory directory, Device device) throws IOException {
        List<String> anchors = List.of("good", "the food was bad");
        List<String> partners = List.of("very fine", "awful .");
        try (var embedder = TextEmbedder.load(directory, TextEmbedder.Options.of(directory), device)) {
            List<float[]> own = embedder.embedAll(anchors);
            List<float[]> others = embedder.embedAll(partners);
            double expected = 0;
            for (int i = 0; i < own.size(); i++) {
                double sum = 0;
                for (float[] other : others) {
                    sum += Math.exp(20 * (product(own.get(i), other) - product(own.get(i), others.get(i))));
                }
                expected += Math.log(sum) / own.size();
            }
            assertLoss(expected, task, directory, device, List.of(
                    new SentenceTuple.Pair(LINE, anchors.get(0), partners.get(0)),
                    new SentenceTuple.Pair(LINE, anchors.get(1), partners.get(1))));
        }
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static <E extends Example> void assertLoss(
            double expected, Task<E> task, ModelDirectory directory, Device device, List<E> examples) throws IOException {
        assertEquals(expected, loss(task, directory, device, examples), FLOAT * Math.max(1, expected));
        assertTrue(expected > 1e-3, "there is a loss: " + expected);
    }

    private static <E extends Example> double loss(
            Task<E> task, ModelDirectory directory, Device device, List<E> examples) throws IOException {
        try (var ws = Workspace.inference("loss", device.backend())) {
            return loss(task, directory, ws, examples);
        }
    }

    private static <E extends Example> double loss(
            Task<E> task, ModelDirectory directory, Workspace ws, List<E> examples) throws IOException {
        try (var parameters = Workspace.model("parameters", ws.backend()); var weights = directory.openWeights()) {
            ModelScope scope = ModelScope.root(parameters);
            TaskModel<E, ?> model = task.trained(scope, directory, task.readLength(directory));
            BertWeights.loadTrained(weights, scope.parameters());
            return loss(model, ws, examples);
        }
    }

    private static <E extends Example, X> double loss(TaskModel<E, X> model, Workspace ws, List<E> examples) {
        return model.objective().of(ws, model.encode(examples), 0).mean().item();
    }
}
