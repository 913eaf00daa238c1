package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A place in a model that is being built: gives parameters their full names and dropouts their numbers.
///
///     var scope = ModelScope.root(workspace);
///     Linear dense = scope.linear("classifier", 768, 2, Initializer.normal(0.02));
///     scope.parameters();   // classifier.weight, classifier.bias
public final class ModelScope {
    private final Workspace ws;
    private final String prefix;
    private final Registry registry;

    /// What all scopes of a model share.
    private static final class Registry {
        private final Admission admission;
        private final ModelPlan plan;
        private final List<ModelParameter> parameters = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private int dropoutSites;

        Registry(ModelPlan plan, Admission admission) {
            this.plan = plan;
            this.admission = admission;
        }
    }

    /// Hears of every parameter before there is memory for it, and may refuse it.
    @FunctionalInterface
    public interface Admission {
        /// Throws what the builder of the model is to see, if the parameter should not be.
        ///
        /// @param name its full name
        /// @param own whether it came by [ModelScope#ownParameter]
        void admit(String name, Shape shape, boolean own);
    }

    private ModelScope(Workspace ws, String prefix, Registry registry) {
        this.ws = ws;
        this.prefix = prefix;
        this.registry = registry;
    }

    /// @param ws where the parameters live
    public static ModelScope root(Workspace ws) {
        return root(ws, (name, shape, own) -> {});
    }

    /// @param ws where the parameters live
    /// @param admission hears of each
    public static ModelScope root(Workspace ws, Admission admission) {
        return root(ws, ModelPlan.DENSE, admission);
    }

    /// @param ws where the parameters live
    /// @param plan of what the model is made
    /// @param admission hears of each parameter
    public static ModelScope root(Workspace ws, ModelPlan plan, Admission admission) {
        return new ModelScope(ws, "", new Registry(plan, admission));
    }

    /// The scope of a part: its parameters' names start with `name` and a dot.
    public ModelScope child(String name) {
        return new ModelScope(ws, prefix + name + ".", registry);
    }

    /// The linear map at a place, of what the model's plan says.
    ///
    /// @param name of the place below this one: what a weight is called comes after it and a dot
    /// @param in features of a row before
    /// @param out features of a row after
    /// @param weight what a weight matrix starts from when no checkpoint has it
    public Linear linear(String name, int in, int out, Initializer weight) {
        return registry.plan.linear(child(name), in, out, weight);
    }

    /// What is done at the end of half a layer, as the model's plan says.
    ///
    /// @param name of the half's last map, below this place
    /// @param features of a row
    public Residual residual(String name, int features) {
        return registry.plan.residual(child(name), features);
    }

    /// Rows before the embeddings of every text, of an encoder that stands here, as the model's plan says.
    ///
    /// @param features of an embedding
    public Optional<LearnedRows> prompt(int features) {
        return registry.plan.prompt(this, features);
    }

    /// Rows before keys and values of every text, of an encoder that stands here, as the model's plan says: see [ModelPlan#prefix].
    ///
    /// @param layers of the encoder
    /// @param features of a key
    public Optional<LearnedRows> prefix(int layers, int features) {
        return registry.plan.prefix(this, layers, features);
    }

    /// The full name of what stands here, such as `encoder.layer.3`; empty for the whole model.
    public String path() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /// A new parameter of undefined value; frozen if the model's plan says so.
    ///
    /// @param initializer what it starts from when no checkpoint has it
    /// @throws IllegalArgumentException if the model has one of this name
    public Parameter parameter(String name, Shape shape, Initializer initializer) {
        return add(name, shape, initializer, false);
    }

    /// As [#parameter], for one that published checkpoints know nothing of, such as those of a map of low rank: where a
    /// checkpoint lacks it, it starts from its initial values, even inside an encoder, where all others must be there.
    ///
    /// @param initializer what it starts from when no checkpoint has it
    public Parameter ownParameter(String name, Shape shape, Initializer initializer) {
        return add(name, shape, initializer, true);
    }

    private Parameter add(String name, Shape shape, Initializer initializer, boolean own) {
        String path = prefix + name;
        if (!registry.names.add(path)) {
            throw new IllegalArgumentException("model: parameter '%s': there is one of this name already".formatted(path));
        }
        registry.admission.admit(path, shape, own);
        Optional<Parameter> present = own ? Optional.empty() : registry.plan.present(path, shape);
        if (present.isPresent()) {
            return present.get();
        }
        Parameter parameter = registry.plan.isFrozen(path) ? ws.frozenParameter(path, shape) : ws.parameter(path, shape);
        registry.parameters.add(new ModelParameter(parameter, initializer, own));
        return parameter;
    }

    /// The number of a new dropout place: places count in the order in which they are made.
    public int dropoutSite() {
        return registry.dropoutSites++;
    }

    /// All parameters of the model so far, in the order in which they were made, but for those that were there before.
    public List<ModelParameter> parameters() {
        return List.copyOf(registry.parameters);
    }
}
