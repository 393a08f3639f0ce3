package io.tradinghub.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.tradinghub.bot.AccountView;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.InstrumentTable;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.LedgerEntry.EquitySnapshot;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.position.Position;
import org.jspecify.annotations.Nullable;

/// All instruments of one bot and what they are worth together.
final class Account implements AccountView {
    private static final long NEVER = Long.MIN_VALUE;
    private final BigDecimal capital;
    private final InstrumentTable<InstrumentState> states = new InstrumentTable<>();
    private InstrumentState[] all;
    private BigDecimal funding;
    private double capitalAndFunding;

    Account(BigDecimal capital, Collection<InstrumentId> instruments, LedgerSnapshot snapshot) {
        this.capital = capital;
        this.funding = snapshot.funding();
        this.capitalAndFunding = capital.add(funding).doubleValue();
        Map<InstrumentId, Position> positions = new TreeMap<>();
        instruments.forEach(instrument -> positions.put(instrument, Position.flat(instrument)));
        snapshot.openOrders().stream().map(open -> open.request().instrument())
                .forEach(instrument -> positions.putIfAbsent(instrument, Position.flat(instrument)));
        snapshot.positions().forEach(position -> positions.put(position.instrument(), position));
        positions.forEach((instrument, position) -> states.add(instrument,
                new InstrumentState(instrument, position, snapshot.foreign().get(instrument),
                        instruments.contains(instrument)
                                ? InstrumentState.Prices.COMING
                                : InstrumentState.Prices.NONE)));
        this.all = positions.keySet().stream().map(states::find).toArray(InstrumentState[]::new);
    }

    /// Every instrument, in a fixed order.
    InstrumentState[] all() {
        return all;
    }

    /// The state of an instrument, or null where nothing is traded or held in it.
    @Nullable
    InstrumentState find(InstrumentId instrument) {
        return states.find(instrument);
    }

    /// The instrument that has this order under way, or null.
    @Nullable
    InstrumentState withOrder(ClientOrderId id) {
        for (InstrumentState state : all) {
            if (state.orders().find(id).isPresent()) {
                return state;
            }
        }
        return null;
    }

    /// Adds an instrument in which nothing was traded or held; only what comes is looked after.
    InstrumentState add(InstrumentId instrument) {
        InstrumentState state = new InstrumentState(instrument, Position.flat(instrument), null,
                InstrumentState.Prices.NONE);
        states.add(instrument, state);
        all = Stream.concat(Arrays.stream(all), Stream.of(state)).toArray(InstrumentState[]::new);
        return state;
    }

    void received(FundingPayment payment) {
        funding = funding.add(payment.amount());
        capitalAndFunding = capital.add(funding).doubleValue();
    }

    @Override
    public double position(InstrumentId instrument) {
        InstrumentState state = find(instrument);
        return state == null ? 0 : state.holding().held();
    }

    @Override
    public double entryPrice(InstrumentId instrument) {
        InstrumentState state = find(instrument);
        return state == null || state.holding().isFlat() ? Double.NaN : state.holding().entryPrice();
    }

    @Override
    public long openedAtMillis(InstrumentId instrument) {
        InstrumentState state = find(instrument);
        return state == null || state.holding().isFlat() ? NEVER : state.holding().openedAtMillis();
    }

    @Override
    public double equity() {
        double equity = capitalAndFunding;
        for (InstrumentState state : all) {
            Holding holding = state.holding();
            equity += holding.netRealised()
                    + (holding.isFlat() ? 0 : (state.mark() - holding.entryPrice()) * holding.held());
        }
        return equity;
    }

    @Override
    public Optional<Instrument> rules(InstrumentId instrument) {
        InstrumentState state = find(instrument);
        return state == null ? Optional.empty() : state.rules().instrument();
    }

    /// An instrument whose open position has no price as young as this, so that [#equity] means nothing; null if all
    /// have.
    @Nullable
    InstrumentState withoutPrice(long wallMillis, long maxAgeMillis) {
        for (InstrumentState state : all) {
            if (!state.isMarked(wallMillis, maxAgeMillis)) {
                return state;
            }
        }
        return null;
    }

    EquitySnapshot snapshot(Instant now) {
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal unrealised = BigDecimal.ZERO;
        BigDecimal fees = BigDecimal.ZERO;
        for (InstrumentState state : all) {
            Position position = state.holding().position();
            realised = realised.add(position.realisedPnl());
            fees = fees.add(position.fees());
            if (!position.isFlat()) {
                unrealised = unrealised
                        .add(position.unrealisedPnl(new BigDecimal(state.mark(), MathContext.DECIMAL64)));
            }
        }
        BigDecimal equity = capital.add(realised).add(unrealised).add(funding).subtract(fees);
        return new EquitySnapshot(now, equity, realised, unrealised, fees, funding);
    }
}
