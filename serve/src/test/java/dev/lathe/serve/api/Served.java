package dev.lathe.serve.api;

import dev.lathe.Device;
import dev.lathe.serve.TinyModels;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.key.Keys;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.model.ServedModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A service with a model of each kind, without a socket.
final class Served implements AutoCloseable {
    static final Map<String, String> JSON = Map.of("Content-Type", "application/json", "Host", "localhost:8080");

    private final Device device = Device.cpu(2);
    final List<Throwable> mistakes = Collections.synchronizedList(new ArrayList<>());
    final ServedModels models;
    final Service service;

    Served(Path directory) throws IOException {
        this(directory, Limits.USUAL, Guard.OPEN);
    }

    Served(Path directory, Limits limits, Guard guard) throws IOException {
        this(directory, limits, guard, Oversight.NONE);
    }

    Served(Path directory, Limits limits, Guard guard, Oversight oversight) throws IOException {
        models = TinyModels.open(directory, device);
        service = new Service(models, limits, guard, oversight, new ServerFacts("1", 7), new ServeMeters(), mistakes::add);
    }

    static Guard keys(Keys keys) {
        return new Guard(Optional.of(keys), Optional.empty(), true);
    }

    Response post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    Response post(String path, byte[] body) {
        return service.answer(Request.of("POST", path, JSON, body));
    }

    Response get(String path) {
        return service.answer(Request.of("GET", path, JSON, new byte[0]));
    }

    /// The answer's text, which must be one that was meant.
    String ok(String path, String body) {
        Response response = post(path, body);
        if (response.status() != 200) {
            throw new AssertionError(path + " " + body + ": " + response.status() + " " + response.content().text());
        }
        return response.content().text();
    }

    @Override
    public void close() {
        service.close();
        device.close();
    }
}
