package io.tradinghub.local.matching;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.AccountReads;
import io.tradinghub.sim.exchange.AccountUpdate;
import io.tradinghub.sim.exchange.Execution;
import io.tradinghub.sim.exchange.OrderTerms;
import io.tradinghub.sim.exchange.PositionState;
import io.tradinghub.sim.exchange.Protection;
import io.tradinghub.sim.exchange.Trigger;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.signed.Caller;
import io.tradinghub.sim.signed.LiveExchange;
import io.tradinghub.sim.stream.PrivateFrames;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.simulation.Matching;

/// One bot's account at the simulated Bybit.
final class BybitMatchingAccount implements Matching.Account {
    private static final Set<String> TOPICS = Set.of("order", "execution", "position", "wallet");
    private static final double LARGEST_RATE = 0.001;
    private static final double LARGEST_TRANSFER = 100;
    private final BybitMatching matching;
    private final BotId bot;
    private final Caller caller;
    private final Matching.Witness witness;
    private final List<BybitMatchingSession> sessions = new ArrayList<>();

    BybitMatchingAccount(BybitMatching matching, BotId bot, Caller caller, Matching.Witness witness) {
        this.matching = matching;
        this.bot = bot;
        this.caller = caller;
        this.witness = witness;
    }

    @Override
    public Matching.Session connect(Matching.Client client) {
        BybitMatchingSession session = new BybitMatchingSession(matching, bot, caller, client, sessions::remove);
        sessions.add(session);
        return session;
    }

    /// Testifies to what happened, and sends it to those who listen.
    void happened(AccountUpdate update, PrivateFrames frames) {
        update.executions().stream().filter(execution -> execution.kind() != Execution.Kind.FUNDING)
                .map(execution -> TrueFill.of(execution, bot)).forEach(witness::executed);
        frames.of(update, TOPICS).forEach(frame -> sessions.forEach(session -> session.frame(frame)));
    }

    /// Testifies to what the exchange says that the account holds.
    void reportHoldings() {
        for (Instrument instrument : matching.rules()) {
            witness.holds(instrument.id(), switch (instrument.id().category()) {
                case LINEAR -> size(position(instrument.id()));
                case SPOT -> read(reads -> reads.balance(caller.uid(), instrument.baseCoin()));
            });
        }
    }

    private static BigDecimal size(PositionState state) {
        return state.side().equals(Optional.of(Side.SELL)) ? state.size().negate() : state.size();
    }

    private PositionState position(InstrumentId perpetual) {
        return read(reads -> reads.positions(caller.uid(), listing(perpetual)).getFirst());
    }

    private Listing listing(InstrumentId instrument) {
        return matching.venue().find(instrument.category(), instrument.symbol().name()).orElseThrow();
    }

    /// A question that cannot be refused.
    private interface Question<T> {
        T of(AccountReads reads);
    }

    private <T> T read(Question<T> question) {
        try {
            return matching.live().call(exchange -> question.of(exchange.reads()));
        } catch (ApiException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What happens from outside may find nothing to happen to.
    private void act(LiveExchange.Call<Object> action) {
        try {
            matching.live().call(action);
        } catch (ApiException refused) {
            // as the site would say to a person, for whom it is no surprise
        }
        matching.asked();
    }

    @Override
    public boolean hasStop(InstrumentId instrument) {
        return position(instrument).stopLoss().signum() > 0;
    }

    @Override
    public void tradeOtherwise(Origin origin, InstrumentId instrument, Side side, BigDecimal quantity) {
        Listing listing = listing(instrument);
        switch (origin) {
            case MANUAL -> act(exchange -> exchange.place(caller.uid(), atMarket(listing, side, quantity)));
            case LIQUIDATION -> act(exchange -> exchange.interventions().liquidate(caller.uid(), listing));
            case ADL -> act(exchange -> exchange.interventions().deleverage(caller.uid(), listing,
                    Optional.of(quantity)));
            case ORDER, STOP, SETTLEMENT, ADOPTED -> throw new IllegalArgumentException(
                    "%s is nothing that happens from outside".formatted(origin));
        }
    }

    private static OrderTerms atMarket(Listing listing, Side side, BigDecimal quantity) {
        return new OrderTerms(listing, side, OrderTerms.OrderType.MARKET, quantity, Optional.empty(),
                OrderTerms.TimeInForce.IOC, "", 0, false, false, OrderTerms.MarketUnit.BASE,
                OrderTerms.OrderFilter.ORDER, Optional.empty(), Protection.NONE, OrderTerms.SelfMatch.NONE);
    }

    @Override
    public void removeStop(InstrumentId instrument) {
        Protection.Stop none = new Protection.Stop(BigDecimal.ZERO, Trigger.By.MARK_PRICE, Optional.empty(),
                Optional.empty());
        Protection removed = new Protection(Optional.empty(), Optional.of(none), Optional.empty(), Optional.empty(),
                false);
        act(exchange -> {
            exchange.positions().tradingStop(caller.uid(), listing(instrument), 0, removed);
            return removed;
        });
    }

    @Override
    public List<Matching.Incident> incidents() {
        return List.of(new Matching.Incident("moves the mark price to the stop", this::fireStop),
                new Matching.Incident("settles funding", this::fund),
                new Matching.Incident("restarts the exchange", () -> act(exchange -> {
                    exchange.interventions().restart();
                    return exchange;
                })),
                new Matching.Incident("cancels all orders of the account",
                        () -> act(exchange -> exchange.interventions().cancelByDisconnect(caller.uid()))),
                new Matching.Incident("moves coins", this::moveCoins));
    }

    /// The stop of what is held fires, if there is one.
    private void fireStop() {
        for (Instrument instrument : matching.rules()) {
            if (instrument.id().category() == Category.LINEAR && hasStop(instrument.id())) {
                matching.mark(instrument.id(), position(instrument.id()).stopLoss());
            }
        }
    }

    private void fund() {
        BigDecimal rate = BigDecimal.valueOf(matching.random().nextDouble(-LARGEST_RATE, LARGEST_RATE));
        for (Instrument instrument : matching.rules()) {
            if (instrument.id().category() == Category.LINEAR) {
                act(exchange -> exchange.interventions().fund(caller.uid(), listing(instrument.id()), rate));
            }
        }
    }

    private void moveCoins() {
        BigDecimal amount = BigDecimal.valueOf(matching.random().nextDouble(-LARGEST_TRANSFER, LARGEST_TRANSFER));
        act(exchange -> {
            exchange.interventions().transfer(caller.uid(), "USDT", amount);
            return exchange;
        });
    }
}
