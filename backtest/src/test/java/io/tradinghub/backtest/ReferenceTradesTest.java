package io.tradinghub.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.backtest.files.CandleFiles;
import io.tradinghub.bot.BotId;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.testing.StoredMarket;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The trades of a moving-average cross that three other programs agree on, trade by trade and to the last digit.
@EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "HUB_DATA names no folder of candle files")
@EnabledIfEnvironmentVariable(named = ReferenceFiles.FOLDER, matches = ".+", disabledReason = "BACKTEST_REFERENCE names no folder of reference files")
final class ReferenceTradesTest {
    private static final InstrumentId BTC = InstrumentId.linear("BTCUSDT");
    private static final SeriesId SERIES = new SeriesId(BTC, Interval.M5);
    private static final Instrument RULES = new Instrument(BTC, "BTC", "USDT", new BigDecimal("0.01"),
            new BigDecimal("0.001"), new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("1000"),
            new BigDecimal("1000"), Optional.of(Duration.ofHours(8)));
    private static final RiskLimits NO_LIMITS = new RiskLimits(new BigDecimal("1e12"), new BigDecimal("1e12"),
            1_000_000, RiskLimits.DEFAULTS.maxDataAge(), new BigDecimal("1e12"), 1);

    @ParameterizedTest
    @CsvSource({"bybit-5m-reverse", "bybit-5m-longflat", "bybit-5m-compound", "bybit-5m-reverse+funding",
            "bybit-5m-longflat+funding", "binance-5m-longflat"})
    void theEngineTradesAsTheReference(String name) {
        String source = name.substring(0, name.indexOf('-'));
        String[] mode = name.substring(source.length() + 4).split("\\+", -1);
        MarketHistory history = history(source, mode.length > 1);
        CandleColumns candles = history.finest(BTC).orElseThrow();
        TestPeriod period = new TestPeriod(Instant.ofEpochMilli(candles.openTimeMillis(0)),
                Instant.ofEpochMilli(candles.closeTimeMillis(candles.size() - 1)));

        BacktestResult result = Backtest.run(
                new EmaCrossBot(SERIES, EmaCrossBot.Mode.valueOf(mode[0].toUpperCase(Locale.ROOT))),
                settings(mode[0].equals("compound") ? "10000" : "1000000"), history, period);

        TradeBook book = result.trades();
        List<Trade> trades = new ArrayList<>(book.closed());
        trades.addAll(book.open());
        List<Map<String, String>> expected = ReferenceFiles.rows("ema-%s-trades.csv".formatted(name));
        assertThat(trades).hasSameSizeAs(expected);
        for (int i = 0; i < trades.size(); i++) {
            assertSame(trades.get(i), expected.get(i));
        }
        assertThat(result.rejections()).isEmpty();
        assertThat(result.candles()).isEqualTo(candles.size());
        assertThat(result.equity().dailyCloses()).containsExactly(
                ReferenceFiles.column("ema-%s-equity-daily.csv".formatted(name), "equity"), within(1e-7));
    }

    private static void assertSame(Trade trade, Map<String, String> expected) {
        String row = expected.get("trade");
        assertThat(trade.isLong()).as(row).isEqualTo("long".equals(expected.get("side")));
        assertThat(trade.enteredAt().toEpochMilli()).as(row).isEqualTo(Long.parseLong(expected.get("entry_ms")));
        assertThat(trade.quantity()).as(row).isEqualByComparingTo(expected.get("qty"));
        assertThat(trade.entryPrice()).as(row).isEqualByComparingTo(expected.get("entry_price"));
        boolean isClosed = "signal".equals(expected.get("exit_reason"));
        assertThat(trade.isClosed()).as(row).isEqualTo(isClosed);
        if (isClosed) {
            assertThat(trade.exitAt().orElseThrow().toEpochMilli()).as(row)
                    .isEqualTo(Long.parseLong(expected.get("exit_ms")));
            assertThat(trade.exitPrice()).as(row).isEqualByComparingTo(expected.get("exit_price"));
            assertThat(trade.gross()).as(row).isEqualByComparingTo(expected.get("gross_pnl"));
            assertThat(trade.net().doubleValue()).as(row)
                    .isCloseTo(Double.parseDouble(expected.get("net_pnl")), within(1e-7));
        }
        assertThat(trade.fees()).as(row).isEqualByComparingTo(
                new BigDecimal(expected.get("entry_fee")).add(new BigDecimal(expected.get("exit_fee"))));
        assertThat(trade.funding().doubleValue()).as(row)
                .isCloseTo(Double.parseDouble(expected.get("funding")), within(1e-7));
    }

    private static MarketHistory history(String source, boolean isFunded) {
        MarketHistory files = CandleFiles.read(StoredMarket.files("%s-linear-BTCUSDT-5m-".formatted(source),
                "bybit-linear-BTCUSDT-mark-1h-", "bybit-linear-BTCUSDT-funding-")).history();
        return new MarketHistory(Map.of(BTC, RULES), files.candles(), files.marks(),
                isFunded ? files.funding() : Map.of());
    }

    private static BacktestSettings settings(String capital) {
        PaperSettings free = PaperSettings.DEFAULTS;
        EngineSettings engine = new EngineSettings(new BigDecimal(capital), "USDT", 100, 0.5,
                EngineSettings.Timing.DEFAULTS);
        return new BacktestSettings(new BotId("reference"), engine, NO_LIMITS,
                new PaperSettings(free.linearTakerFee(), free.linearMakerFee(), free.spotTakerFee(),
                        free.spotMakerFee(), free.levels(), free.levelSpacingBps(), 0, 1),
                BacktestSettings.DEFAULT_SPREAD_BPS);
    }
}
