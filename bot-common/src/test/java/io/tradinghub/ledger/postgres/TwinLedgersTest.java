package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.Ledger.Recorded;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ledger in PostgreSQL and the one in memory are told the same random facts and must know the same after each.
class TwinLedgersTest {
    private static final List<InstrumentId> INSTRUMENTS = List.of(InstrumentId.linear("BTCUSDT"),
            InstrumentId.spot("BTCUSDT"), InstrumentId.linear("ETHUSDT"));
    private static final StartMark START = new StartMark("0abc12xyz");
    private static final int FACTS = 250;
    private static PostgresServer postgres;

    private final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
    private final List<OrderRequest> orders = new ArrayList<>();
    private final List<LedgerEntry> told = new ArrayList<>();

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void knowTheSameAfterEveryFact(long seed) throws Exception {
        RandomGenerator random = new SplittableRandom(seed);
        BotId bot = new BotId("bot_%d_twin".formatted(seed));
        try (Ledger stored = PostgresLedger.open(postgres.settings(), bot, HubMode.PAPER, clock);
                Ledger fake = new InMemoryLedger(bot, clock)) {
            for (int number = 1; number <= FACTS; number++) {
                clock.advance(Duration.ofMillis(random.nextInt(1, 600_000)));
                if (orders.isEmpty() || random.nextInt(4) == 0) {
                    OrderRequest request = request(bot, number, random);
                    orders.add(request);
                    stored.commitIntent(request);
                    fake.commitIntent(request);
                } else {
                    LedgerEntry entry = fact(number, random);
                    told.add(entry);
                    Recorded recorded = stored.record(entry);
                    Recorded expected = fake.record(entry);
                    if (!(entry instanceof LedgerEntry.Conclusion)) {
                        assertThat(recorded).as("%d: %s", number, entry).isEqualTo(expected);
                    }
                }
                assertSame(stored.load(), fake.load(), number);
            }
        }
    }

    private static void assertSame(LedgerSnapshot stored, LedgerSnapshot fake, int number) {
        assertThat(stored).as("after fact %d", number).usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .ignoringCollectionOrderInFields("positions", "openOrders").isEqualTo(fake);
    }

    private OrderRequest request(BotId bot, int number, RandomGenerator random) {
        OrderRequest.Terms terms = random.nextBoolean()
                ? new OrderRequest.Terms.Market()
                : new OrderRequest.Terms.Limit(price(random), OrderRequest.TimeInForce.POST_ONLY);
        return new OrderRequest(ClientOrderId.of(bot, START, number), any(INSTRUMENTS, random),
                any(List.of(Side.values()), random), new BigDecimal(random.nextInt(1, 6)), terms,
                any(List.of(OrderRequest.Effect.values()), random),
                random.nextBoolean() ? Optional.empty() : Optional.of(price(random)), clock.instant());
    }

    private LedgerEntry fact(int number, RandomGenerator random) {
        Instant now = clock.instant();
        return switch (random.nextInt(12)) {
            case 0, 1 -> report(random);
            case 2 -> new LedgerEntry.Conclusion(report(random));
            case 3, 4, 5 -> fill(number, random, Origin.ORDER);
            case 6 -> fill(number, random, any(List.of(Origin.values()), random));
            case 7 -> late(number, random);
            case 8 -> new LedgerEntry.Claim(any(INSTRUMENTS, random),
                    any(List.of(LedgerEntry.Claim.Kind.values()), random), now);
            case 9 -> new LedgerEntry.StopMoved(any(INSTRUMENTS, random),
                    random.nextInt(3) == 0 ? Optional.empty() : Optional.of(price(random)), now);
            case 10 -> new LedgerEntry.Watermark(now.minusMillis(random.nextInt(600_000)));
            default -> bookkeeping(number, random, now);
        };
    }

    private LedgerEntry bookkeeping(int number, RandomGenerator random, Instant now) {
        return switch (random.nextInt(5)) {
            case 4 -> new LedgerEntry.PassedOver("row " + random.nextInt(3), "it cannot be read", now);
            case 0 -> new LedgerEntry.FundingPayment(new ExecutionId("f" + number), INSTRUMENTS.getFirst(),
                    new BigDecimal(random.nextInt(-9, 9)), BigDecimal.ONE, BigDecimal.ONE, now);
            case 1 -> new LedgerEntry.EquitySnapshot(now, BigDecimal.TEN, new BigDecimal(random.nextInt(-99, 99)),
                    BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
            case 2 -> new LedgerEntry.RiskEvent("k" + number, now, any(List.of(RiskRule.values()), random), "test",
                    Optional.empty());
            default -> told.isEmpty() || told.getLast() instanceof LedgerEntry.StopMoved
                    || told.getLast() instanceof LedgerEntry.Claim
                            ? new LedgerEntry.RiskEvent("k" + number, now, RiskRule.DRAWDOWN, "test", Optional.empty())
                            : told.getLast();
        };
    }

    private OrderReport report(RandomGenerator random) {
        return new OrderReport(any(orders, random).id(), any(List.of(OrderStatus.values()), random),
                random.nextBoolean() ? Optional.empty() : Optional.of(new ExchangeOrderId("x" + random.nextInt(5))),
                new BigDecimal(random.nextInt(3)), Optional.empty(), clock.instant());
    }

    private Fill fill(int number, RandomGenerator random, Origin origin) {
        OrderRequest order = any(orders, random);
        boolean isOwn = origin == Origin.ORDER;
        Side side = isOwn ? order.side() : any(List.of(Side.values()), random);
        BigDecimal price = price(random);
        Fee fee = random.nextInt(4) == 0
                ? Fee.inBase(new BigDecimal("0.001"), "BTC", price)
                : Fee.inQuote(BigDecimal.ONE, "USDT");
        return new Fill(new ExecutionId("e" + number), isOwn ? Optional.of(order.id()) : Optional.empty(), origin,
                isOwn ? order.instrument() : any(INSTRUMENTS, random), side, new BigDecimal(random.nextInt(1, 4)),
                price, fee, Fill.Liquidity.TAKER, number, clock.instant());
    }

    private LedgerEntry late(int number, RandomGenerator random) {
        Fill execution = fill(number, random, any(List.of(Origin.values()), random));
        BigDecimal change = execution.positionChange();
        Fill takenBack = new Fill(new ExecutionId("a" + number), Optional.empty(), Origin.ADOPTED,
                execution.instrument(), change.signum() > 0 ? Side.SELL : Side.BUY, change.abs(), price(random),
                Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, 0, clock.instant());
        return new LedgerEntry.LateExecution(takenBack, execution);
    }

    private static BigDecimal price(RandomGenerator random) {
        return new BigDecimal(random.nextInt(50_000, 70_000)).movePointLeft(1);
    }

    private static <T> T any(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
