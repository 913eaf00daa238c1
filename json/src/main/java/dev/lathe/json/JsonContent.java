package dev.lathe.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// What is to be written: one value with everything in it, or the fields of an object that somebody else opens.
@FunctionalInterface
public interface JsonContent {
    void writeTo(JsonGenerator json) throws IOException;
}
