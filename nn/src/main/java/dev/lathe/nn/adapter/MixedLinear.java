package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.Linear;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.ConcatOp;
import dev.lathe.tensor.op.shape.SliceOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A base's map over all rows, with what adapters do around it to some of them. See [MixedPlan].
record MixedLinear(DenseLinear base, List<Span> spans) implements Linear {
    /// Neighbouring rows with an adapter, or none.
    record Span(Optional<AroundProduct> layer, int start, int rows) {
        Tensor of(Workspace ws, Tensor x) {
            return SliceOp.apply(ws, x, 0, start, rows);
        }
    }

    MixedLinear {
        spans = List.copyOf(spans);
    }

    @Override
    public Tensor forward(Workspace ws, Tensor x) {
        List<Tensor> own = spans.stream().map(span -> span.of(ws, x)).toList();
        Tensor read = read(ws, x, own);
        Tensor y = base.forward(ws, read);
        if (read != x) {
            ws.discard(read);
        }
        var parts = new ArrayList<Tensor>();
        for (int i = 0; i < own.size(); i++) {
            Tensor part = spans.get(i).of(ws, y);
            Optional<AroundProduct> layer = spans.get(i).layer();
            parts.add(layer.isPresent() ? layer.get().behind(ws, own.get(i), part) : part);
        }
        ws.discard(y);
        own.forEach(ws::discard);
        return joined(ws, parts);
    }

    /// What the product reads: `x` itself where no adapter changes it.
    private Tensor read(Workspace ws, Tensor x, List<Tensor> own) {
        var parts = new ArrayList<Tensor>();
        boolean changed = false;
        for (int i = 0; i < own.size(); i++) {
            Tensor part = own.get(i);
            Optional<AroundProduct> layer = spans.get(i).layer();
            parts.add(layer.isPresent() ? layer.get().before(ws, part) : part);
            changed |= parts.getLast() != part;
        }
        if (!changed) {
            return x;
        }
        Tensor read = ConcatOp.apply(ws, 0, parts);
        for (int i = 0; i < own.size(); i++) {
            if (parts.get(i) != own.get(i)) {
                ws.discard(parts.get(i));
            }
        }
        return read;
    }

    private static Tensor joined(Workspace ws, List<Tensor> parts) {
        Tensor all = ConcatOp.apply(ws, 0, parts);
        parts.forEach(ws::discard);
        return all;
    }
}
