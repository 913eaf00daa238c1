package dev.lathe.serve.meter;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A request, for Java's flight recorder. While nothing records, it costs an object that is never used.
@Name("dev.lathe.Request")
@Label("Request")
@Category("Lathe")
@Description("A request from its arrival to its answer")
@StackTrace(false)
public final class RequestEvent extends Event {
    @Label("Route")
    private String route = "";

    @Label("Status")
    private int status;

    @Label("Trace")
    @Description("The trace of the client's traceparent, if it sent one")
    private String trace = "";

    @Label("Inputs")
    private int inputs;

    @Label("Tokens")
    private long tokens;

    @Label("Tokenization")
    @Timespan(Timespan.NANOSECONDS)
    private long tokenization;

    @Label("Inference")
    @Description("From the gate of the model to its answers: waiting and computing")
    @Timespan(Timespan.NANOSECONDS)
    private long inference;

    /// What the request cost; to be told before [#answered].
    public void cost(Trace cost) {
        inputs = cost.inputs();
        tokens = cost.tokens();
        tokenization = cost.tokenization();
        inference = cost.inference();
    }

    /// The request is answered: the event ends, and is kept if it is recorded.
    public void answered(String path, int answer, String traceId) {
        end();
        if (shouldCommit()) {
            route = path;
            status = answer;
            trace = traceId;
            commit();
        }
    }
}
