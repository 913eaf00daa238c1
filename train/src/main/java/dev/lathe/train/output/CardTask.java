package dev.lathe.train.output;

/// What a model card says about a task: in the hub's words, and how its models are used. `%s` stands for the model's name.
///
/// @param pipelineTag the hub's word for the task: `text-classification`
/// @param library the Python library that opens the model: `transformers`
/// @param command a command of Lathe that uses the model
/// @param python lines of Python that use the model; empty if no library of Python's opens it
public record CardTask(String pipelineTag, String library, String command, String python) {

    /// A task whose models Lathe's `predict` and a pipeline of transformers run.
    ///
    /// @param pipelineTag the hub's word for the task, which is also the pipeline's name
    /// @param options what `predict` is given
    /// @param argument what the pipeline is given, in Python
    /// @return the task
    public static CardTask pipeline(String pipelineTag, String options, String argument) {
        return new CardTask(pipelineTag, "transformers", "lathe predict --model \"%s\" " + options, """
                from transformers import pipeline

                model = pipeline("%s", model="%%s")
                print(model(%s))""".formatted(pipelineTag, argument));
    }

    /// The same task, of models that another library opens.
    ///
    /// @return the task
    public CardTask with(String otherLibrary, String otherPython) {
        return new CardTask(pipelineTag, otherLibrary, command, otherPython);
    }

    /// A task whose models judge a text.
    ///
    /// @param pipelineTag the hub's word for the task
    /// @return the task
    public static CardTask ofTexts(String pipelineTag) {
        return pipeline(pipelineTag, "--text \"Your text\"", "\"Your text\"");
    }
}
