package dev.lathe.serve.http;

import java.util.LinkedHashMap;

/// How the clients of a route read errors.
public enum ErrorForm {
    /// `{"error":{"message","type","param","code"}}`.
    OPENAI {
        @Override
        Content content(HttpProblem problem) {
            return Content.object(json -> {
                json.writeObjectFieldStart("error");
                json.writeStringField("message", problem.getMessage());
                json.writeStringField("type", problem.fault().status() < 500 ? "invalid_request_error" : "server_error");
                json.writeNullField("param");
                json.writeStringField("code", problem.fault().code());
                json.writeEndObject();
            });
        }
    },
    /// `{"error","error_type"}`: text-embeddings-inference's, and ours.
    PLAIN {
        @Override
        Content content(HttpProblem problem) {
            return Content.object(json -> {
                json.writeStringField("error", problem.getMessage());
                json.writeStringField("error_type", problem.fault().type());
            });
        }
    },
    /// `{"message"}`.
    COHERE {
        @Override
        Content content(HttpProblem problem) {
            return Content.object(json -> json.writeStringField("message", problem.getMessage()));
        }
    };

    abstract Content content(HttpProblem problem);

    public Response response(HttpProblem problem) {
        var headers = new LinkedHashMap<String, String>();
        problem.retryAfter().ifPresent(seconds -> headers.put("Retry-After", String.valueOf(seconds)));
        if (problem.fault() == Fault.UNAUTHORIZED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        return new Response(problem.fault().status(), headers, content(problem));
    }
}
