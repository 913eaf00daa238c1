/// Few new parameters beside a pretrained model that stays as it is.
///
/// A method is one class, such as `Lora`, and a line in `AdapterMethods`; `AdapterPlan` puts it into a model. Values are brought in
/// and out by whoever knows the files.
@NullMarked
package dev.lathe.nn.adapter;

import org.jspecify.annotations.NullMarked;
