package io.tradinghub.exchange.paper;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import io.tradinghub.exchange.AccountState;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.Protection;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.Candle;
import io.tradinghub.market.Category;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.InstrumentTable;
import io.tradinghub.market.Quote;
import io.tradinghub.market.SettledFunding;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Fill.Liquidity;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.jspecify.annotations.Nullable;

/// What the account holds on paper: positions, stops and funding.
final class PaperAccount {
    private final PaperSettings settings;
    private final PaperFaults faults;
    private final InstrumentTable<PaperMarket> markets;
    private final ExchangeListener listener;
    private final InstantSource clock;
    private final Map<InstrumentId, BigDecimal> holdings = new TreeMap<>();
    private final Map<InstrumentId, BigDecimal> stops = new TreeMap<>();
    private final PaperFunding funding = new PaperFunding();
    private final Map<InstrumentId, BigDecimal> missedCloses = new HashMap<>();
    /// By their time: candles that were missed are walked one instrument after the other.
    private final NavigableMap<Instant, List<Fill>> foreignFills = new TreeMap<>();
    private long foreignCount;

    PaperAccount(PaperSettings settings, PaperFaults faults, LedgerSnapshot found, InstrumentTable<PaperMarket> markets,
            ExchangeListener listener, InstantSource clock) {
        this.settings = settings;
        this.faults = faults;
        this.markets = markets;
        this.listener = listener;
        this.clock = clock;
        found.positions().forEach(position -> holdings.put(position.instrument(), position.quantity()));
        found.stops().forEach((instrument, price) -> {
            // the ledger may have heard of the position's end and not yet of its stop's
            if (held(instrument).signum() != 0) {
                stops.put(instrument, price);
            }
        });
    }

    BigDecimal held(InstrumentId instrument) {
        return holdings.getOrDefault(instrument, BigDecimal.ZERO);
    }

    AccountState state(List<PaperOrder> open) {
        Map<InstrumentId, BigDecimal> positions = new HashMap<>();
        Map<String, BigDecimal> free = new HashMap<>();
        holdings.forEach((instrument, quantity) -> {
            PaperMarket market = markets.find(instrument);
            if (instrument.category() == Category.LINEAR) {
                positions.put(instrument, quantity);
            } else if (market != null) {
                free.put(market.rules().baseCoin(), free(instrument, open));
            }
        });
        List<AccountState.LiveOrder> live = open.stream().map(PaperOrder::request)
                .map(order -> new AccountState.LiveOrder(order.instrument(), Optional.of(order.id()), false,
                        order.side(), order.quantity(), order.effect()))
                .toList();
        return new AccountState(positions, stops, live, free, clock.instant());
    }

    /// What is held and no open sale holds back.
    BigDecimal free(InstrumentId instrument, List<PaperOrder> open) {
        return open.stream().filter(order -> order.request().instrument().equals(instrument))
                .filter(order -> order.request().side() == Side.SELL).map(PaperOrder::remaining)
                .reduce(held(instrument), BigDecimal::subtract);
    }

    void protect(InstrumentId instrument, Protection protection) {
        if (instrument.category() != Category.LINEAR || held(instrument).signum() == 0) {
            tellStop(instrument, Optional.of("there is no position to protect"));
            return;
        }
        protection.stopPrice().ifPresentOrElse(price -> stops.put(instrument, price), () -> stops.remove(instrument));
        tellStop(instrument, Optional.empty());
    }

    private void tellStop(InstrumentId instrument, Optional<String> refusal) {
        listener.onEvent(new ExchangeEvent.ProtectionSeen(instrument,
                new Protection(Optional.ofNullable(stops.get(instrument))), refusal));
    }

    void stopFrom(Quote quote, PaperMarket market) {
        if (stops.isEmpty()) {
            return;
        }
        BigDecimal stop = stops.get(quote.instrument());
        if (stop != null) {
            boolean isLong = held(quote.instrument()).signum() > 0;
            double touch = isLong ? quote.bidPrice() : quote.askPrice();
            boolean hit = isLong ? touch <= stop.doubleValue() : touch >= stop.doubleValue();
            if (hit) {
                stopOut(market, touch, clock.instant());
            }
        }
    }

    /// Where the stop of a position rests, if one does.
    @Nullable
    BigDecimal stopOf(InstrumentId instrument) {
        return stops.isEmpty() ? null : stops.get(instrument);
    }

    /// Closes the whole position at this price.
    void stopOut(PaperMarket market, double price, Instant at) {
        InstrumentId instrument = market.rules().id();
        BigDecimal held = held(instrument);
        Side side = held.signum() > 0 ? Side.SELL : Side.BUY;
        BigDecimal traded = market.rules().roundToTick(price, away(side));
        trade(Origin.STOP, market, side, held.abs(), traded, at);
    }

    /// Something other than an order of the bot trades.
    void trade(Origin origin, PaperMarket market, Side side, BigDecimal quantity, BigDecimal price,
            Instant at) {
        InstrumentId instrument = market.rules().id();
        foreignCount++;
        Fill fill = new Fill(
                new ExecutionId("paper-%s-%s-%d-%d".formatted(origin.name().toLowerCase(Locale.ROOT), instrument,
                        at.toEpochMilli(), foreignCount)),
                Optional.empty(), origin, instrument, side, quantity, price,
                fee(market.rules(), side, quantity, price, Liquidity.TAKER), Liquidity.TAKER, 0, at);
        book(fill);
        foreignFills.computeIfAbsent(at, _ -> new ArrayList<>()).add(fill);
        faults.deliver(new ExchangeEvent.Executed(fill), listener);
    }

    /// The executions that no order explains, since this moment.
    List<Fill> foreignSince(Instant since) {
        return foreignFills.tailMap(since, true).values().stream().flatMap(List::stream).toList();
    }

    /// A stop ends with its position, also when that turns.
    void book(Fill fill) {
        BigDecimal before = held(fill.instrument());
        BigDecimal after = before.add(fill.positionChange());
        holdings.put(fill.instrument(), after);
        boolean ended = after.signum() != before.signum() && before.signum() != 0;
        if (ended && !stops.isEmpty() && stops.remove(fill.instrument()) != null) {
            tellStop(fill.instrument(), Optional.empty());
        }
    }

    static RoundingMode away(Side side) {
        return side == Side.BUY ? RoundingMode.UP : RoundingMode.DOWN;
    }

    /// Spot fees are paid in the coin received: base for a buy, quote for a sell. Perpetual fees are paid in quote.
    Fee fee(Instrument rules, Side side, BigDecimal quantity, BigDecimal price, Liquidity liquidity) {
        BigDecimal rate = settings.feeRate(rules.id().category(), liquidity);
        return rules.id().category() == Category.SPOT && side == Side.BUY
                ? Fee.inBase(quantity.multiply(rate), rules.baseCoin(), price)
                : Fee.inQuote(quantity.multiply(price).multiply(rate), rules.quoteCoin());
    }

    void payDueFunding() {
        for (FundingRate rate : funding.due(clock.instant())) {
            pay(rate);
        }
    }

    private void pay(FundingRate rate) {
        funding.settle(rate);
        PaperMarket market = markets.find(rate.instrument());
        if (market != null) {
            pay(SettledFunding.of(rate), market.lastPrice());
        }
    }

    void pay(SettledFunding rate, BigDecimal price) {
        BigDecimal held = held(rate.instrument());
        if (held.signum() != 0) {
            faults.deliver(new ExchangeEvent.FundingPaid(PaperFunding.payment(rate, held, price)), listener);
        }
    }

    void announced(FundingRate rate) {
        funding.announce(rate, clock.instant()).forEach(this::pay);
    }

    /// A candle closed while the process was gone: funding settled after it is paid at its close.
    void missed(Candle candle) {
        missedCloses.put(candle.instrument(), BigDecimal.valueOf(candle.close()));
    }

    /// Funding that was settled while the process was gone, at the close of the last missed candle before it. Its
    /// execution id is that of its settlement, so what the process before had paid is not paid again.
    void missed(SettledFunding rate, PaperMarket market) {
        pay(rate, missedCloses.getOrDefault(rate.instrument(), market.lastPrice()));
    }
}
