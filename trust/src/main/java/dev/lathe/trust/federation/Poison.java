package dev.lathe.trust.federation;

import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.Update;
import java.io.IOException;
import java.util.Arrays;

/// What a client that lies makes of its values, to see what an aggregation withstands.
public enum Poison {
    /// As far as it came, in the other direction.
    SIGN_FLIP {
        @Override
        float of(float before, float after) {
            return before - (after - before);
        }
    },
    /// A hundred times as far, in the other direction.
    SCALE {
        @Override
        float of(float before, float after) {
            return before - FACTOR * (after - before);
        }
    },
    /// No number.
    NAN {
        @Override
        float of(float before, float after) {
            return Float.NaN;
        }
    };

    private static final float FACTOR = 100;

    abstract float of(float before, float after);

    /// The client, lying.
    public FederatedClient on(FederatedClient honest) {
        return new FederatedClient() {
            @Override
            public String name() {
                return honest.name();
            }

            @Override
            public Update train(RoundOrder order) throws IOException {
                Update update = honest.train(order);
                float[] values = Arrays.copyOf(update.values(), update.values().length);
                for (int i = 0; i < values.length; i++) {
                    values[i] = of(order.values()[i], values[i]);
                }
                return update.with(values);
            }
        };
    }
}
