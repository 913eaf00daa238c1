package dev.lathe.trust.federation.remote;

import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.HiddenClient;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.SumGrid;
import dev.lathe.trust.federation.values.Update;
import dev.lathe.trust.federation.secure.MemberKeys;
import dev.lathe.trust.federation.secure.Opening;
import dev.lathe.trust.federation.secure.SealedShares;
import java.io.IOException;
import java.util.List;

/// What the server has in the place of a client elsewhere. What such a client sends is nobody's to trust: what is no reply to the order is a fault
/// of that client, and only of that one.
///
/// @param name what reports call it
/// @param line to it
public record RemoteClient(String name, Line line) implements HiddenClient {
    private <T extends Reply> T ask(Order order, Class<T> wanted) throws IOException {
        byte[] sent = line.ask(order.bytes());
        Reply reply;
        try {
            reply = Reply.of(sent);
        } catch (IOException broken) {
            throw new FederationException("sends what nobody understands: " + broken.getMessage());
        }
        if (reply instanceof Reply.Failed(String reason)) {
            throw new FederationException(reason.lines().findFirst().orElse("failed"));
        }
        if (!wanted.isInstance(reply)) {
            throw new FederationException("was asked to %s, and sends '%s'".formatted(order.getClass().getSimpleName(), reply.getClass().getSimpleName()));
        }
        return wanted.cast(reply);
    }

    @Override
    public Update train(RoundOrder order) throws IOException {
        Update update = ask(new Order.Train(order), Reply.Trained.class).update();
        return new Update(name, update.examples(), update.layout(), update.values(), update.loss(), update.epsilon());
    }

    @Override
    public MemberKeys keys(int round, int member, int threshold) throws IOException {
        MemberKeys keys = ask(new Order.Keys(round, member, threshold), Reply.Shown.class).keys();
        if (keys.member() != member) {
            throw new FederationException("shows keys of member %d, and is member %d".formatted(keys.member(), member));
        }
        return keys;
    }

    @Override
    public List<SealedShares> shares(List<MemberKeys> members) throws IOException {
        return ask(new Order.Share(members), Reply.Shared.class).shares();
    }

    @Override
    public Masked masked(RoundOrder order, SumGrid grid, List<SealedShares> shares) throws IOException {
        Masked masked = ask(new Order.Mask(order, grid, shares), Reply.Masked.class).values();
        if (masked.examples() < 1) {
            throw new FederationException("%d examples: needs at least 1".formatted(masked.examples()));
        }
        return masked;
    }

    @Override
    public List<Opening> open(List<Integer> left) throws IOException {
        return ask(new Order.Open(left), Reply.Opened.class).openings();
    }
}
