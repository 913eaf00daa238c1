/// Weights of safetensors files, read and written, alone or in shards. Start with `SafetensorsFile` and `SafetensorsWriter`.
@NullMarked
package dev.lathe.bert.checkpoint.safetensors;

import org.jspecify.annotations.NullMarked;
