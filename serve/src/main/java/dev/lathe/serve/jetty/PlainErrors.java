package dev.lathe.serve.jetty;

import dev.lathe.serve.http.Content;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What Jetty itself refuses, such as headers that are too large: the same form as our own errors, and nothing of what is inside.
final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Content content = Content.object(json -> {
            json.writeStringField("error", String.valueOf(HttpStatus.getMessage(status)));
            json.writeStringField("error_type", status < 500 ? "validation" : "unhealthy");
        });
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, content.type());
        response.write(true, ByteBuffer.wrap(content.bytes()), callback);
        return true;
    }
}
