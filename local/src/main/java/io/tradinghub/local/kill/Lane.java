package io.tradinghub.local.kill;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.PublicMarketData;
import io.tradinghub.exchange.bybit.BybitMarketData;
import io.tradinghub.exchange.bybit.BybitRestSettings;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.local.statement.ExchangeStatement;
import io.tradinghub.local.statement.LedgerStatement;
import io.tradinghub.local.wire.Moment;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.MarketPublisher;
import io.tradinghub.market.redis.RedisMarketPublisher;
import io.tradinghub.operations.OpenResources;
import io.tradinghub.operations.Telemetry;
import io.tradinghub.order.Side;
import io.tradinghub.position.redis.RedisPositionBoard;
import io.tradinghub.settings.RedisSettings;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.store.RedisPool;

/// One account after the other, each with a bot that is killed again and again, on an exchange and a market of its own.
/// One thread.
final class Lane implements AutoCloseable {
    /// So long a moment is waited for in the plan's trouble, and then without it: a bot that can reach nothing sends
    /// no order.
    private static final Duration REACH_IN_TROUBLE = Duration.ofSeconds(15);
    private static final Duration REACH = Duration.ofSeconds(40);
    private static final Duration SETTLE = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(300);
    /// The engine closes what it could not protect for 30 s.
    private static final Duration LONGEST_BARE = Duration.ofMinutes(1);
    /// A bot that finds what waiting does not mend ends, and starts anew from the ledger.
    private static final int MOST_ENDS = 2;
    /// An account is given up after as many, since both sides' books grow.
    private static final int RUNS_PER_ACCOUNT = 20;
    private static final Map<String, BigDecimal> BALANCES = Map.of("USDT",
            new BigDecimal("100000"));
    private final int number;
    private final Deque<Account> accounts;
    private final MatrixStores stores;
    private final InstantSource clock;
    private final List<String> jvm;
    private final OpenResources resources = new OpenResources(Duration.ofSeconds(10));
    private final SteppedMarket market;
    private final BybitSim sim;
    private final RedisPool redis;
    private final Trap trap = new Trap();
    private final Lines lines;
    private final ExchangeStatement exchange;
    private final ProtectionWatch protection;
    private Account account;
    private volatile BotProcess bot;
    private volatile Judge judge;
    private int runs;

    /// @param accounts enough of them for every failing run to use one up
    /// @param jvm options of a bot's process
    Lane(int number, List<Account> accounts, MatrixStores stores, InstantSource clock, List<String> jvm)
            throws IOException {
        this.number = number;
        this.accounts = new ArrayDeque<>(accounts);
        this.stores = stores;
        this.clock = clock;
        this.jvm = jvm;
        Instant now = clock.instant();
        SyntheticMarket rules = SyntheticMarket.of(number,
                List.of(Coin.HEDGED.symbol(), Coin.PERPETUAL.symbol(), Coin.SPOT.symbol()), now);
        this.market = new SteppedMarket(rules, now.toEpochMilli());
        this.sim = resources.own("exchange", BybitSim.start(SimSettings.local().withPushMillis(20), rules,
                new BybitSim.Surroundings(market, clock, clock, System::nanoTime),
                accounts.stream().map(one -> new SimAccount(SimAccount.trading(one.apiKey(), one.apiSecret(),
                        one.uid(), now).key(), BALANCES)).toList()));
        RedisSettings settings = stores.redis(number);
        this.redis = resources.own("redis", RedisPool.open(settings, "matrix"));
        this.lines = resources.own("lines",
                Lines.open(sim.restUrl().getPort(), stores.postgresPort(), settings.port(), trap));
        this.exchange = new ExchangeStatement(sim.exchange());
        startMarket(new SplittableRandom(number));
        this.account = this.accounts.remove();
        this.judge = judge();
        this.bot = startBot();
        this.protection = resources.own("protection", ProtectionWatch.start(exchange, this::trades, account.uid()));
    }

    private void startMarket(SplittableRandom random) {
        List<Instrument> instruments;
        try (PublicMarketData rest = BybitMarketData.open(BybitRestSettings.of(sim.restUrl()),
                HostRequests.alone(RequestShare.ofQuestions(RequestShare.OF_THE_RECORDER), clock),
                new ExchangeClock(clock))) {
            instruments = new LevelBot().subscription().instruments().stream().map(rest::instrument).toList();
        }
        MarketPublisher publisher = resources.own("publisher", RedisMarketPublisher.open(redis, new Telemetry()));
        resources.own("ticker", QuoteTicker.start(market, publisher, instruments, clock, random));
    }

    private Judge judge() {
        return new Judge(account, exchange, new LedgerStatement(stores.pool()),
                new RedisPositionBoard(redis, account.bot()), market);
    }

    private BotProcess startBot() throws IOException {
        stores.admit(number, account);
        return new BotProcess(jvm, account.environment(lines, stores.database()), account.log(),
                account.pidFile(), clock);
    }

    /// Lets the bot trade for so long, then ends it in order.
    void tradeAndStop(Duration time) throws InterruptedException {
        Thread.sleep(time);
        bot.stop();
    }

    /// Lives through one plan; the bot lives on afterwards.
    Outcome run(Plan plan) throws IOException, InterruptedException {
        if (++runs > RUNS_PER_ACCOUNT) {
            nextAccount();
        }
        int orders = judge.orders();
        int executions = judge.executions();
        int ends = bot.ends().size();
        protection.reset();
        market.standStill(false);
        boolean reached;
        try (Troublemaker trouble = Troublemaker.start(plan, sim.faults(), lines)) {
            reached = kill(plan, trouble);
            trouble.resume();
            beDead(plan.dead());
            bot.restart();
            Thread.sleep(plan.trading());
        }
        Thread.sleep(plan.trading());
        market.standStill(true);
        Instant quiet = clock.instant();
        List<String> violations = settle();
        Duration bare = protection.longest();
        if (protection.longestWhileTrading().compareTo(LONGEST_BARE) > 0) {
            violations.add("a position had no stop for %s while the bot traded, for %s in all"
                    .formatted(protection.longestWhileTrading(), bare));
        }
        List<String> endsNow = bot.ends().subList(ends, bot.ends().size());
        if (endsNow.size() > MOST_ENDS) {
            violations.add("the bot ended by itself %d times, see %s".formatted(endsNow.size(), account.log()));
        }
        Outcome outcome = new Outcome(plan, reached, Duration.between(quiet, clock.instant()), bare,
                judge.orders() - orders, judge.executions() - executions, endsNow, violations);
        if (!violations.isEmpty()) {
            nextAccount();
        }
        return outcome;
    }

    /// While no process lives for a while, the market goes through the stops.
    private void beDead(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            exchange.perpetuals(account.uid()).stream().filter(held -> Coin.of(held.listing().id()) == Coin.PERPETUAL)
                    .forEach(held -> market.moveThroughStops(held.side().orElse(Side.BUY).sign(), clock.millis()));
            Thread.sleep(time);
        }
    }

    private boolean trades() {
        return judge.isResynced(bot.started());
    }

    /// Kills the bot at the moment of the plan, or at some other if that does not come.
    private boolean kill(Plan plan, Troublemaker trouble) throws InterruptedException {
        Runnable provoke = () -> market.steer(Steering.to(plan.moment()));
        if (plan.moment() == Moment.DURING_RESYNC && plan.atStart()) {
            bot.kill();
            provoke = bot::restart;
        } else if (plan.moment() == Moment.DURING_RESYNC) {
            provoke = () -> lines.stream().cut(Duration.ZERO);
        }
        boolean reached = trap.springs(plan.moment(), plan.occurrence(), bot::kill, provoke, REACH_IN_TROUBLE);
        if (!reached) {
            trouble.pause();
            reached = trap.springs(plan.moment(), 1, bot::kill, () -> {
            }, REACH);
        }
        market.steer(Optional.empty());
        bot.kill();
        return reached;
    }

    /// Waits until everything agrees in two looks in a row; answers what is wrong.
    private List<String> settle() throws InterruptedException {
        Instant end = clock.instant().plus(SETTLE);
        List<String> found = new ArrayList<>();
        int agreed = 0;
        while (agreed < 2) {
            List<String> differences = judge.differences(bot.started());
            agreed = differences.isEmpty() ? agreed + 1 : 0;
            if (clock.instant().isAfter(end)) {
                found.addAll(differences);
                break;
            }
            Thread.sleep(LOOK);
        }
        found.addAll(judge.excesses());
        trap.sentTwice().forEach(order -> found.add("order %s was sent twice".formatted(order)));
        return found;
    }

    private void nextAccount() throws IOException {
        bot.close();
        if (accounts.isEmpty()) {
            throw new MatrixException("too many runs failed, there is no account left to go on with");
        }
        account = accounts.remove();
        protection.follow(account.uid());
        judge = judge();
        bot = startBot();
        runs = 1;
    }

    @Override
    public void close() {
        bot.close();
        stores.leave(number);
        resources.close();
    }
}
