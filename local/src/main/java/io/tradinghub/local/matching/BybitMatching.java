package io.tradinghub.local.matching;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.market.Quote;
import io.tradinghub.sim.exchange.AccountUpdate;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.FeeRates;
import io.tradinghub.sim.exchange.QuotedVenue;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.ApiKeys;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.signed.Authenticator;
import io.tradinghub.sim.signed.Caller;
import io.tradinghub.sim.signed.LiveExchange;
import io.tradinghub.sim.signed.PrivateApi;
import io.tradinghub.sim.signed.UidLimits;
import io.tradinghub.sim.stream.PrivateFrames;
import io.tradinghub.simulation.Matching;
import io.tradinghub.simulation.VirtualTime;

/// Matches with the simulated Bybit: one exchange, in whose book all accounts trade with each other and with the
/// market. Requests, answers and frames are Bybit's JSON, and each process reads and writes them with the adapter that
/// trades at Bybit, only that nothing is signed and no request has a limit.
public final class BybitMatching implements Matching {
    /// From an acknowledgement to the matching of the order.
    private static final long DELAY_MILLIS = 5;
    private static final BigDecimal TICK = new BigDecimal("0.1");
    private static final BigDecimal FUNDING_RATE = new BigDecimal("0.0001");
    private static final double LARGEST_BASIS = 0.0005;
    private static final Map<String, BigDecimal> BALANCES = Map.of("USDT", new BigDecimal(1_000_000));
    /// What the private stream may do at any time without losing anything.
    private static final Set<Fault> ODDITIES = EnumSet.of(Fault.FILLED_FIRST, Fault.EXECUTION_BEFORE_NEW,
            Fault.DUPLICATE_EXECUTION, Fault.FILLED_TWICE, Fault.SKIP_ORDER_STATES, Fault.REPEAT_POSITION,
            Fault.UNKNOWN_FIELD, Fault.UNKNOWN_WORD, Fault.EXPONENT);
    private static final double ODDITY_RATE = 0.02;
    private final VirtualTime time;
    private final SplittableRandom random;
    private final QuotedVenue venue = new QuotedVenue(FUNDING_RATE);
    private final List<Instrument> rules = new ArrayList<>();
    private final Map<InstrumentId, Quote> quotes = new HashMap<>();
    private final Map<Long, BybitMatchingAccount> accounts = new LinkedHashMap<>();
    private final LiveExchange live;
    private final PrivateApi api;
    private final PrivateFrames frames;

    private BybitMatching(long seed, VirtualTime time) {
        this.time = time;
        this.random = new SplittableRandom(seed);
        SimFaults faults = new SimFaults(() -> TimeUnit.MILLISECONDS.toNanos(time.millis()));
        faults.throwAtRandom(random.nextLong(), ODDITY_RATE, ODDITIES);
        this.live = new LiveExchange(new Exchange(venue,
                new Exchange.Settings(random.nextLong(), Environment.MAINNET, DELAY_MILLIS), time.millis()), time);
        // The adapter waits before it comes near a limit, which takes time that does not pass here.
        AtomicLong withoutLimits = new AtomicLong();
        this.api = new PrivateApi(live, venue, new Authenticator(new ApiKeys(List.of()), faults, time),
                new UidLimits(() -> withoutLimits.addAndGet(TimeUnit.SECONDS.toNanos(1))));
        this.frames = new PrivateFrames(faults);
    }

    public static BybitMatching start(long seed, VirtualTime time) {
        return new BybitMatching(seed, time);
    }

    @Override
    public Account open(BotId bot, Witness witness) {
        long uid = accounts.size() + 1L;
        SimAccount account = SimAccount.trading("key-" + uid, "secret-" + uid, uid, time.instant());
        live.run(exchange -> exchange.openAccount(uid, FeeRates.STANDARD, BALANCES));
        BybitMatchingAccount opened = new BybitMatchingAccount(this, bot, new Caller(account.key()), witness);
        accounts.put(uid, opened);
        return opened;
    }

    @Override
    public void onMarket(MarketEvent event) {
        if (event instanceof MarketEvent.RulesPublished(Instrument instrument)) {
            rules.add(instrument);
            venue.publish(instrument);
        } else if (event instanceof MarketEvent.QuoteChanged(Quote quote)) {
            tell();
            quote(quote);
            tellAfter(1);
        }
    }

    /// Orders meet the prices of an exchange's grid.
    private void quote(Quote quote) {
        BigDecimal bid = onGrid(quote.bidPrice(), RoundingMode.FLOOR);
        BigDecimal ask = onGrid(quote.askPrice(), RoundingMode.CEILING);
        BigDecimal index = onGrid(quote.midPrice(), RoundingMode.HALF_EVEN);
        boolean isPerpetual = quote.instrument().category() == Category.LINEAR;
        BigDecimal mark = isPerpetual
                ? onGrid(quote.midPrice() * (1 + random.nextDouble(-LARGEST_BASIS, LARGEST_BASIS)),
                        RoundingMode.HALF_EVEN)
                : index;
        Quote onGrid = new Quote(quote.instrument(), bid.doubleValue(), quote.bidSize(), ask.doubleValue(),
                quote.askSize(), quote.exchangeTime());
        quotes.put(quote.instrument(), onGrid);
        venue.quote(onGrid, mark, index);
    }

    /// The mark price leaves the market for this price, until the next quote.
    void mark(InstrumentId perpetual, BigDecimal price) {
        tell();
        venue.quote(Objects.requireNonNull(quotes.get(perpetual)), price, price);
        tellAfter(1);
    }

    private static BigDecimal onGrid(double price, RoundingMode rounding) {
        return BigDecimal.valueOf(price).divide(TICK, 0, rounding).multiply(TICK);
    }

    /// Lets everything happen up to now and tells it.
    void tell() {
        Set<BybitMatchingAccount> changed = new LinkedHashSet<>();
        for (AccountUpdate update : live.advance()) {
            BybitMatchingAccount account = Objects.requireNonNull(accounts.get(update.uid()));
            account.happened(update, frames);
            changed.add(account);
        }
        changed.forEach(BybitMatchingAccount::reportHoldings);
    }

    void tellAfter(long millis) {
        time.after(millis, this::tell);
    }

    /// Something was asked for: tells what it changed at once, and what becomes of it.
    void asked() {
        tell();
        tellAfter(DELAY_MILLIS);
    }

    LiveExchange live() {
        return live;
    }

    PrivateApi api() {
        return api;
    }

    QuotedVenue venue() {
        return venue;
    }

    InstantSource clock() {
        return time;
    }

    SplittableRandom random() {
        return random;
    }

    /// The instruments that are published.
    List<Instrument> rules() {
        return List.copyOf(rules);
    }
}
