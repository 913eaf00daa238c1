package dev.lathe.bert.encoder;

import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.RowsBefore;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.product.AttentionOp;
import dev.lathe.tensor.op.product.AttentionShares;
import dev.lathe.tensor.op.shape.ReshapeOp;
import java.util.Optional;

/// What a layer's attention sees before a text's own keys and values.
sealed interface KeyPrefix {
    /// @param layer from 0
    static KeyPrefix of(Optional<LearnedRows> prefix, int layer) {
        return prefix.<KeyPrefix>map(rows -> new Learned(rows, layer)).orElseGet(Absent::new);
    }

    /// As [AttentionOp#apply], `[tokens,hidden]`.
    Tensor context(Workspace ws, Tensor q, Tensor k, Tensor v, PackedSequences sequences, AttentionOp.Config config);

    /// As [AttentionShares#of], with the prefix's keys first.
    Tensor shares(Workspace ws, Tensor q, Tensor k, PackedSequences sequences, AttentionOp.Config config);

    /// Nothing.
    record Absent() implements KeyPrefix {
        @Override
        public Tensor context(Workspace ws, Tensor q, Tensor k, Tensor v, PackedSequences sequences, AttentionOp.Config config) {
            return AttentionOp.apply(ws, q, k, v, sequences, config);
        }

        @Override
        public Tensor shares(Workspace ws, Tensor q, Tensor k, PackedSequences sequences, AttentionOp.Config config) {
            return AttentionShares.of(ws, q, k, sequences, config);
        }
    }

    /// Rows of its own, for which queries are asked too, as attention has as many of these as of keys; what they give is left out. That
    /// costs a share of attention, which is the smaller part of a layer, and no kernel.
    record Learned(LearnedRows rows, int layer) implements KeyPrefix {
        @Override
        public Tensor context(Workspace ws, Tensor q, Tensor k, Tensor v, PackedSequences sequences, AttentionOp.Config config) {
            var before = new RowsBefore(ws, sequences, rows.count());
            Tensor keys = rows.part(ws, 2 * layer);
            Tensor values = rows.part(ws, 2 * layer + 1);
            Tensor allQ = before.joined(ws, keys, q);
            Tensor allK = before.joined(ws, keys, k);
            Tensor allV = before.joined(ws, values, v);
            ws.discard(keys);
            ws.discard(values);
            Tensor all = AttentionOp.apply(ws, allQ, allK, allV, before.all(), config);
            ws.discard(allQ);
            ws.discard(allK);
            ws.discard(allV);
            Tensor context = before.own(ws, all);
            ws.discard(all);
            return context;
        }

        @Override
        public Tensor shares(Workspace ws, Tensor q, Tensor k, PackedSequences sequences, AttentionOp.Config config) {
            var before = new RowsBefore(ws, sequences, rows.count());
            Tensor keys = rows.part(ws, 2 * layer);
            Tensor all = AttentionShares.of(ws, before.joined(ws, keys, q), before.joined(ws, keys, k), before.all(), config);
            int heads = config.heads();
            int longest = before.all().longest();
            Tensor flat = before.own(ws, ReshapeOp.apply(ws, all, Shape.of(before.all().tokens(), heads * longest)));
            return ReshapeOp.apply(ws, flat, Shape.of(sequences.tokens(), heads, longest));
        }
    }
}
