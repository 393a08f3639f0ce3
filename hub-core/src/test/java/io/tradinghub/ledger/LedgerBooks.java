package io.tradinghub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.tradinghub.bot.BotId;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
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
import io.tradinghub.testing.ManualClock;

/// The books of one bot under test, and what is written into them.
public abstract class LedgerBooks {
    protected static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger BOTS = new AtomicInteger();

    private static final StartMark START = new StartMark("0abc12xyz");
    private final AtomicInteger events = new AtomicInteger();
    protected final ManualClock clock = ManualClock.at("2026-01-02T03:04:05Z");
    protected final BotId bot = new BotId("bot_" + BOTS.incrementAndGet() + "_test");

    /// Opens the books of [#bot]: at the first time empty, later as they were left.
    protected abstract Ledger open() throws Exception;

    /// Another process takes the lease of [#bot].
    protected abstract void replaceHolder() throws Exception;

    /// The database cannot be reached until [#comeBack].
    protected abstract void goAway() throws Exception;

    protected abstract void comeBack() throws Exception;

    protected static LedgerSnapshot loadWhenBack(Ledger ledger) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return ledger.load();
            } catch (LedgerUnavailableException notYet) {
                assertThat(System.nanoTime()).as("still away: %s", notYet.getMessage()).isLessThan(end);
            }
        }
    }

    protected final ClientOrderId id(long sequence) {
        return ClientOrderId.of(bot, START, sequence);
    }

    protected final OrderRequest market(long sequence, Side side, String quantity) {
        return new OrderRequest(id(sequence), BTC, side, new BigDecimal(quantity), new OrderRequest.Terms.Market(),
                OrderRequest.Effect.ANY, clock.instant());
    }

    protected final OrderReport report(long sequence, OrderStatus status) {
        return new OrderReport(id(sequence), status, Optional.empty(), BigDecimal.ZERO, Optional.empty(),
                clock.instant());
    }

    protected final Fill fill(String execution, long order, Side side, String quantity, String price) {
        BigDecimal fee = new BigDecimal(quantity).multiply(new BigDecimal(price)).multiply(new BigDecimal("0.00055"));
        return new Fill(new ExecutionId(execution), Optional.of(id(order)), Origin.ORDER, BTC, side,
                new BigDecimal(quantity), new BigDecimal(price), Fee.inQuote(fee, "USDT"), Fill.Liquidity.TAKER, 0,
                clock.instant());
    }

    protected final LedgerEntry equity(String capital, String realised) {
        BigDecimal earned = new BigDecimal(realised);
        return new LedgerEntry.EquitySnapshot(clock.instant(), new BigDecimal(capital).add(earned), earned,
                BigDecimal.ZERO,
                BigDecimal.ZERO, BigDecimal.ZERO);
    }

    protected final LedgerEntry.RiskEvent risk(RiskRule rule, String value) {
        return new LedgerEntry.RiskEvent("event-" + events.incrementAndGet(), clock.instant(), rule, "equity " + value,
                Optional.of(new BigDecimal(value)));
    }
}
