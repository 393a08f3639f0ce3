package io.tradinghub.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;

/// An account that holds what the test says.
public final class FakeAccount implements AccountView {
    private final Map<InstrumentId, Holding> holdings = new HashMap<>();
    private final Map<InstrumentId, Instrument> rules = new HashMap<>();
    private double equity;

    public FakeAccount(double equity) {
        this.equity = equity;
    }

    public void hold(InstrumentId instrument, double quantity, double entryPrice, long openedAtMillis) {
        holdings.put(instrument, new Holding(quantity, entryPrice, openedAtMillis));
    }

    public void close(InstrumentId instrument) {
        holdings.remove(instrument);
    }

    public void knows(Instrument instrument) {
        rules.put(instrument.id(), instrument);
    }

    public void isWorth(double newEquity) {
        equity = newEquity;
    }

    @Override
    public double position(InstrumentId instrument) {
        return find(instrument).quantity;
    }

    @Override
    public double entryPrice(InstrumentId instrument) {
        return find(instrument).entryPrice;
    }

    @Override
    public long openedAtMillis(InstrumentId instrument) {
        return find(instrument).openedAtMillis;
    }

    @Override
    public double equity() {
        return equity;
    }

    @Override
    public Optional<Instrument> rules(InstrumentId instrument) {
        return Optional.ofNullable(rules.get(instrument));
    }

    private Holding find(InstrumentId instrument) {
        return holdings.getOrDefault(instrument, Holding.NONE);
    }

    private record Holding(double quantity, double entryPrice, long openedAtMillis) {
        private static final Holding NONE = new Holding(0, Double.NaN, Long.MIN_VALUE);
    }
}
