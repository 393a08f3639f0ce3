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
import io.tradinghub.order.LedgerEntry.EquitySnapshot;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.position.Position;
import org.jspecify.annotations.Nullable;

/// All desks of one bot and what they are worth together.
final class Account implements AccountView {
    private static final long NEVER = Long.MIN_VALUE;

    private final BigDecimal capital;
    private final InstrumentTable<InstrumentState> desks = new InstrumentTable<>();
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
        positions.forEach((instrument, position) -> desks.add(instrument, new InstrumentState(instrument, position,
                instruments.contains(instrument) ? InstrumentState.Prices.COMING : InstrumentState.Prices.NONE)));
        this.all = positions.keySet().stream().map(desks::find).toArray(InstrumentState[]::new);
    }

    /// Every desk, in a fixed order.
    InstrumentState[] all() {
        return all;
    }

    /// The desk of an instrument, or null where nothing is traded or held in it.
    @Nullable
    InstrumentState desk(InstrumentId instrument) {
        return desks.find(instrument);
    }

    /// A desk for an instrument in which nothing was traded or held; only what comes is looked after.
    InstrumentState add(InstrumentId instrument) {
        InstrumentState desk = new InstrumentState(instrument, Position.flat(instrument), InstrumentState.Prices.NONE);
        desks.add(instrument, desk);
        all = Stream.concat(Arrays.stream(all), Stream.of(desk)).toArray(InstrumentState[]::new);
        return desk;
    }

    void received(FundingPayment payment) {
        funding = funding.add(payment.amount());
        capitalAndFunding = capital.add(funding).doubleValue();
    }

    @Override
    public double position(InstrumentId instrument) {
        InstrumentState desk = desk(instrument);
        return desk == null ? 0 : desk.held();
    }

    @Override
    public double entryPrice(InstrumentId instrument) {
        InstrumentState desk = desk(instrument);
        return desk == null || desk.held() == 0 ? Double.NaN : desk.entryPrice();
    }

    @Override
    public long openedAtMillis(InstrumentId instrument) {
        InstrumentState desk = desk(instrument);
        return desk == null || desk.held() == 0 ? NEVER : desk.openedAtMillis();
    }

    @Override
    public double equity() {
        double equity = capitalAndFunding;
        for (InstrumentState desk : all) {
            equity += desk.netRealised() + (desk.held() == 0 ? 0 : (desk.mark() - desk.entryPrice()) * desk.held());
        }
        return equity;
    }

    @Override
    public Optional<Instrument> rules(InstrumentId instrument) {
        InstrumentState desk = desk(instrument);
        return desk == null ? Optional.empty() : desk.rules();
    }

    /// Whether every open position has a price, so that [#equity] means something.
    boolean isMarked() {
        for (InstrumentState desk : all) {
            if (!desk.isMarked()) {
                return false;
            }
        }
        return true;
    }

    EquitySnapshot snapshot(Instant now) {
        BigDecimal realised = BigDecimal.ZERO;
        BigDecimal unrealised = BigDecimal.ZERO;
        BigDecimal fees = BigDecimal.ZERO;
        for (InstrumentState desk : all) {
            Position position = desk.position();
            realised = realised.add(position.realisedPnl());
            fees = fees.add(position.fees());
            if (!position.isFlat()) {
                unrealised = unrealised.add(position.unrealisedPnl(new BigDecimal(desk.mark(), MathContext.DECIMAL64)));
            }
        }
        BigDecimal equity = capital.add(realised).add(unrealised).add(funding).subtract(fees);
        return new EquitySnapshot(now, equity, realised, unrealised, fees, funding);
    }
}
