/// Adapters in files, as PEFT (Hugging Face's library for them) lays them out: `adapter_config.json` and names of tensors.
///
/// Start with `AdapterConfig`; `dev.lathe.bert.directory` opens whole directories.
@NullMarked
package dev.lathe.bert.adapter;

import org.jspecify.annotations.NullMarked;
