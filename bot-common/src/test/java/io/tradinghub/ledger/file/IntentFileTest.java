package io.tradinghub.ledger.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.InMemoryLedger;
import io.tradinghub.ledger.IntentLog;
import io.tradinghub.ledger.IntentLog.Reply;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.ledger.LedgerRefusedException;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.ledger.LedgerUnavailableException;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IntentFileTest {
    private static final BotId BOT = new BotId("bot_1");
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final OrderRequest EXIT = order(1, new Terms.Market(), Optional.empty());
    private static final OrderRequest LIMIT = order(2, new Terms.Limit(new BigDecimal("50000.10"), TimeInForce.IOC),
            Optional.of(new BigDecimal("49000.5")));

    @TempDir
    private Path folder;
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final InMemoryLedger ledger = new InMemoryLedger(BOT, () -> NOW);

    private static OrderRequest order(int number, Terms terms, Optional<BigDecimal> stop) {
        return new OrderRequest(ClientOrderId.of(BOT, new StartMark("0abc12xyz"), number), PERP, Side.SELL,
                new BigDecimal("0.050"), terms, Effect.REDUCE_ONLY, stop, NOW);
    }

    private Path path() {
        return folder.resolve("intents");
    }

    private IntentFile open() {
        return IntentFile.open(path(), BOT, ledger, replies::add);
    }

    private Reply reply() throws InterruptedException {
        return replies.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void booksAfterARestartWhatWasWrittenWhileTheLedgerWasAway() throws Exception {
        Fill fill = Fill.ofOrder(new ExecutionId("e1"), EXIT, new BigDecimal("0.050"), new BigDecimal("50000"),
                Fee.inOther(new BigDecimal("0.5"), "MNT", new BigDecimal("0.36")), Fill.Liquidity.TAKER, NOW);
        Fill stop = new Fill(new ExecutionId("s1"), Optional.empty(), Origin.STOP, PERP, Side.BUY, BigDecimal.ONE,
                BigDecimal.TEN, Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, 17, NOW);
        try (IntentLog file = open()) {
            file.append(EXIT);
            file.append(fill);
            file.append(stop);
            file.append(OrderReport.accepted(EXIT.id(), new ExchangeOrderId("x1"), NOW));
            file.append(LIMIT);
            assertThat(List.of(reply(), reply())).containsExactly(new Reply.Flushed(EXIT), new Reply.Flushed(LIMIT));
        }
        try (IntentLog _ = open()) {
            LedgerSnapshot booked = ledger.load();
            assertThat(booked.openOrders()).extracting(LedgerSnapshot.OpenOrder::request).containsExactly(LIMIT);
            assertThat(ledger.status(EXIT.id())).isEqualTo(OrderStatus.FILLED);
            assertThat(ledger.events()).containsExactly(fill, stop);
            assertThat(path()).doesNotExist();
        }
    }

    @Test
    void anExitWaitsForOneFlushAndNotForThatOfEveryFactBeforeIt() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        BlockingQueue<List<String>> written = new LinkedBlockingQueue<>();
        try (IntentLog file = IntentFile.open(path(), BOT, ledger, reply -> {
            if (reply.equals(new Reply.Flushed(EXIT))) {
                awaitOrFail(queued);
            } else {
                written.add(linesOfFile());
            }
        })) {
            file.append(EXIT);
            file.append(OrderReport.accepted(EXIT.id(), new ExchangeOrderId("x1"), NOW));
            file.append(LIMIT);
            file.append(OrderReport.accepted(LIMIT.id(), new ExchangeOrderId("x2"), NOW));
            queued.countDown();
            assertThat(written.poll(10, TimeUnit.SECONDS)).as("in the file when the exit may leave").hasSize(4);
        }
    }

    private static void awaitOrFail(CountDownLatch queued) {
        try {
            assertThat(queued.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> linesOfFile() {
        try {
            return Files.readAllLines(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bookingTwiceIsBookingOnce() throws Exception {
        try (IntentLog file = open()) {
            file.append(EXIT);
            reply();
        }
        List<String> lines = Files.readAllLines(path());
        try (IntentLog _ = open()) {
            Files.write(path(), lines);
        }
        try (IntentLog _ = open()) {
            assertThat(ledger.orderCount()).isEqualTo(1);
        }
    }

    @Test
    void skipsATornLineAndBooksTheOthers() throws Exception {
        List<String> lines = new ArrayList<>();
        IntentLines form = new IntentLines(BOT);
        lines.add(form.of(EXIT).substring(0, 40));
        lines.add(form.of(EXIT).replace("0.050", "9.050"));
        lines.add(form.of(LIMIT));
        Files.write(path(), lines);
        try (IntentLog _ = open()) {
            assertThat(ledger.load().openOrders()).extracting(LedgerSnapshot.OpenOrder::request).containsExactly(LIMIT);
        }
    }

    @Test
    void skipsBytesThatAreNoTextAndBooksTheOtherLines() throws Exception {
        IntentLines form = new IntentLines(BOT);
        try (OutputStream file = Files.newOutputStream(path())) {
            file.write((form.of(EXIT) + "\n").getBytes(StandardCharsets.UTF_8));
            file.write(new byte[]{'a', (byte) 0xc3, (byte) 0x28, (byte) 0xff, 0, '\n'});
            file.write((form.of(LIMIT) + "\n").getBytes(StandardCharsets.UTF_8));
            file.write((byte) 0xe2);
        }
        try (IntentLog _ = open()) {
            assertThat(ledger.load().openOrders()).extracting(LedgerSnapshot.OpenOrder::request).containsExactly(EXIT,
                    LIMIT);
            assertThat(path()).doesNotExist();
        }
    }

    @Test
    void startsAlthoughTheFileCannotBeReadAndSetsItAside() throws Exception {
        Files.createDirectory(path());
        try (IntentLog file = open()) {
            file.append(EXIT);
            assertThat(reply()).isEqualTo(new Reply.Flushed(EXIT));
            assertThat(folder.resolve("intents.unreadable")).exists();
        }
    }

    @Test
    void beginsANewLineAfterAWriteThatFailedHalfway() throws Exception {
        Path late = folder.resolve("late/intents");
        try (IntentLog file = IntentFile.open(late, BOT, ledger, replies::add)) {
            file.append(EXIT);
            assertThat(reply()).isInstanceOf(Reply.Failed.class);
            Files.createDirectory(late.getParent());
            Files.writeString(late, new IntentLines(BOT).of(EXIT).substring(0, 40));
            file.append(LIMIT);
            assertThat(reply()).isEqualTo(new Reply.Flushed(LIMIT));
        }
        try (IntentLog _ = IntentFile.open(late, BOT, ledger, replies::add)) {
            assertThat(ledger.load().openOrders()).extracting(LedgerSnapshot.OpenOrder::request).containsExactly(LIMIT);
        }
    }

    @Test
    void keepsTheFileWhenTheLedgerGoesAwayWhileItIsBooked() throws Exception {
        Files.writeString(path(), new IntentLines(BOT).of(EXIT) + "\n");
        ledger.goAway();
        assertThatThrownBy(this::open).isInstanceOf(LedgerUnavailableException.class);
        assertThat(path()).exists();
    }

    @Test
    void aLineThatTheLedgerRefusesIsSetAsideSoThatTheBotStarts() throws Exception {
        Files.writeString(path(), new IntentLines(BOT).of(EXIT) + "\n");
        Ledger refusing = new Ledger() {
            @Override
            public LedgerSnapshot load() {
                return ledger.load();
            }

            @Override
            public void commitIntent(OrderRequest request) {
                throw new LedgerRefusedException("numeric field overflow", new IllegalStateException());
            }

            @Override
            public Recorded record(LedgerEntry entry) {
                return ledger.record(entry);
            }

            @Override
            public void close() {}
        };
        try (IntentLog _ = IntentFile.open(path(), BOT, refusing, _ -> {
        })) {
            assertThat(Files.readString(folder.resolve("intents.refused"))).contains(EXIT.id().value());
        }
    }

    @Test
    void setsAsideALineOfAnotherBot() throws Exception {
        Files.writeString(path(), new IntentLines(new BotId("bot_2")).of(EXIT) + "\n");
        try (IntentLog _ = open()) {
            assertThat(ledger.orderCount()).isZero();
            assertThat(folder.resolve("intents.refused")).exists();
        }
    }

    @Test
    void saysThatItCannotWrite() throws Exception {
        try (IntentLog file = IntentFile.open(folder.resolve("absent/intents"), BOT, ledger, replies::add)) {
            file.append(EXIT);
            assertThat(reply()).isInstanceOfSatisfying(Reply.Failed.class,
                    failed -> assertThat(failed.reason()).contains("absent/intents"));
        }
    }

    @Test
    void forgetsWhatTheLedgerHas() throws Exception {
        try (IntentLog file = open()) {
            file.append(EXIT);
            file.clear();
            file.append(LIMIT);
            reply();
            reply();
            assertThat(lineCount()).isEqualTo(1);
        }
    }

    private long lineCount() throws IOException {
        return Files.readAllLines(path()).size();
    }

    @Test
    void writesFundingConclusionsLateExecutionsAndEvents() {
        IntentLines form = new IntentLines(BOT);
        LedgerEntry funding = new LedgerEntry.FundingPayment(new ExecutionId("f1"), PERP, new BigDecimal("-1.5"),
                new BigDecimal("0.0001"), new BigDecimal("0.05"), NOW);
        LedgerEntry conclusion = new LedgerEntry.Conclusion(OrderReport.rejected(EXIT.id(), "absent", NOW));
        LedgerEntry late = new LedgerEntry.LateExecution(manual("adopted:e1", Origin.ADOPTED, Side.SELL),
                manual("e1", Origin.MANUAL, Side.BUY));
        LedgerEntry event = new LedgerEntry.RiskEvent("t8-4", NOW, RiskRule.DRAWDOWN, "equity 9,199.78",
                Optional.of(new BigDecimal("0.0800226")));
        LedgerEntry bare = new LedgerEntry.RiskEvent("t8-5", NOW, RiskRule.DAILY_LOSS, "", Optional.empty());
        for (LedgerEntry entry : List.of(funding, conclusion, late, event, bare)) {
            assertThat(form.parse(form.of(entry).orElseThrow())).contains(new IntentLines.Line.Told(entry));
        }
        assertThat(form.of(new LedgerEntry.Watermark(NOW))).isEmpty();
    }

    private static Fill manual(String id, Origin origin, Side side) {
        return new Fill(new ExecutionId(id), Optional.empty(), origin, PERP, side, BigDecimal.ONE, BigDecimal.TEN,
                Fee.inQuote(BigDecimal.ZERO, "USDT"), Fill.Liquidity.TAKER, 0, NOW);
    }
}
