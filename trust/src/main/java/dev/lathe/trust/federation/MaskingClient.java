package dev.lathe.trust.federation;

import dev.lathe.trust.federation.secure.MemberKeys;
import dev.lathe.trust.federation.secure.Opening;
import dev.lathe.trust.federation.secure.SealedShares;
import dev.lathe.trust.federation.secure.SumMember;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.SumGrid;
import dev.lathe.trust.federation.values.Update;
import dev.lathe.trust.federation.values.UpdateCheck;
import java.io.IOException;
import java.util.List;

/// A client with the masks of secure sums. It holds its own answer against what the others have, for nobody else can.
final class MaskingClient implements HiddenClient {
    private final FederatedClient client;
    private SumMember member = new SumMember(0, 1, "none");

    MaskingClient(FederatedClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public Update train(RoundOrder order) throws IOException {
        return client.train(order);
    }

    @Override
    public MemberKeys keys(int round, int number, int threshold) {
        member = new SumMember(number, threshold, "round " + round);
        return member.keys();
    }

    @Override
    public List<SealedShares> shares(List<MemberKeys> members) {
        return member.shares(members);
    }

    @Override
    public Masked masked(RoundOrder order, SumGrid grid, List<SealedShares> shares) throws IOException {
        Update update = client.train(order);
        new UpdateCheck(order.layout(), order.values().length).fault(update).ifPresent(fault -> {
            throw new FederationException(fault);
        });
        long[] numbers = grid.of(order.values(), update.values(), update.examples());
        return new Masked(update.examples(), member.masked(numbers, shares), update.epsilon());
    }

    @Override
    public List<Opening> open(List<Integer> left) {
        return member.open(left);
    }
}
