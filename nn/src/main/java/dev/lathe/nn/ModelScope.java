package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/// A place in a model that is being built: gives parameters their full names and dropouts their numbers.
///
///     var scope = ModelScope.root(workspace);
///     var dense = new Linear(scope.child("classifier"), 768, 2, Initializer.normal(0.02));
///     scope.parameters();   // classifier.weight, classifier.bias
public final class ModelScope {
    private final Workspace ws;
    private final String prefix;
    private final Registry registry;

    /// What all scopes of a model share.
    private static final class Registry {
        private final Admission admission;
        private final List<ModelParameter> parameters = new ArrayList<>();
        private int dropoutSites;

        Registry(Admission admission) {
            this.admission = admission;
        }
    }

    /// Hears of every parameter before there is memory for it, and may refuse it.
    @FunctionalInterface
    public interface Admission {
        /// Throws what the builder of the model is to see, if the parameter should not be.
        ///
        /// @param name its full name
        void admit(String name, Shape shape);
    }

    private ModelScope(Workspace ws, String prefix, Registry registry) {
        this.ws = ws;
        this.prefix = prefix;
        this.registry = registry;
    }

    /// @param ws where the parameters live
    public static ModelScope root(Workspace ws) {
        return root(ws, (name, shape) -> {});
    }

    /// @param ws where the parameters live
    /// @param admission hears of each
    public static ModelScope root(Workspace ws, Admission admission) {
        return new ModelScope(ws, "", new Registry(admission));
    }

    /// The scope of a part: its parameters' names start with `name` and a dot.
    public ModelScope child(String name) {
        return new ModelScope(ws, prefix + name + ".", registry);
    }

    /// A new parameter of undefined value.
    ///
    /// @param initializer what it starts from when no checkpoint has it
    public Parameter parameter(String name, Shape shape, Initializer initializer) {
        registry.admission.admit(prefix + name, shape);
        Parameter parameter = ws.parameter(prefix + name, shape);
        registry.parameters.add(new ModelParameter(parameter, initializer));
        return parameter;
    }

    /// The number of a new dropout place: places count in the order in which they are made.
    public int dropoutSite() {
        return registry.dropoutSites++;
    }

    /// All parameters of the model so far, in the order in which they were made.
    public List<ModelParameter> parameters() {
        return List.copyOf(registry.parameters);
    }
}
