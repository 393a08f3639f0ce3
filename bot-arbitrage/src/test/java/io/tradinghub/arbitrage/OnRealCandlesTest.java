package io.tradinghub.arbitrage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import io.tradinghub.backtest.Backtest;
import io.tradinghub.backtest.BacktestResult;
import io.tradinghub.backtest.BacktestSettings;
import io.tradinghub.backtest.TestPeriod;
import io.tradinghub.backtest.files.CandleFiles;
import io.tradinghub.backtest.statistics.Drawdowns;
import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.FundingRate;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.market.Symbol;
import io.tradinghub.testing.StoredMarket;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The default bot on 5-minute candles and Bybit's funding.
@EnabledIfEnvironmentVariable(named = "HUB_DATA", matches = ".+", disabledReason = "HUB_DATA names no folder of candle files")
final class OnRealCandlesTest {
    /// Less than the smallest order cannot be sold.
    private static final double DUST_USDT = 6;

    /// The bot, looked at after every candle: a leg may stand alone for a moment, and not for a candle.
    private static final class Watched implements Bot {
        private final Bot bot;
        private final InstrumentId perpetual;
        private final InstrumentId spot;
        private long nakedAtMillis = Long.MIN_VALUE;

        Watched(Bot bot, InstrumentId perpetual, InstrumentId spot) {
            this.bot = bot;
            this.perpetual = perpetual;
            this.spot = spot;
        }

        @Override
        public Subscription subscription() {
            return bot.subscription();
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            double held = account.position(perpetual);
            double alone = Math.abs(account.position(spot) + held);
            if (alone > 0.002 * Math.abs(held) + DUST_USDT / closed.close()) {
                assertThat(nakedAtMillis).isIn(Long.MIN_VALUE, closed.closeTimeMillis());
                nakedAtMillis = closed.closeTimeMillis();
            } else {
                nakedAtMillis = Long.MIN_VALUE;
            }
            return bot.onCandle(closed, account);
        }

        @Override
        public Targets onQuote(Quote quote, AccountView account) {
            return bot.onQuote(quote, account);
        }

        @Override
        public Targets onFunding(FundingRate rate, AccountView account) {
            return bot.onFunding(rate, account);
        }
    }

    @ParameterizedTest
    @CsvSource({"BTCUSDT, bybit, 2025-01-10, 2025-06-22", "ETHUSDT, bybit, 2025-01-10, 2025-06-22",
            "SOLUSDT, bybit, 2025-04-20, 2025-06-22", "BTCUSDT, binance, 2024-10-10, 2025-02-20"})
    void keepsTheLegsEqualAndPaysForItsFees(String name, String source, String from, String to) {
        ArbitrageSettings defaults = ArbitrageSettings.DEFAULTS;
        InstrumentId perpetual = InstrumentId.linear(name);
        InstrumentId spot = InstrumentId.spot(name);
        Bot bot = new ArbitrageBot(new ArbitrageSettings(List.of(new Symbol(name)), defaults.capitalShare(),
                defaults.basis(), defaults.carry(), defaults.costs()));

        BacktestResult result = Backtest.run(new Watched(bot, perpetual, spot),
                BacktestSettings.defaults(new BotId("tested")),
                CandleFiles.read(StoredMarket.files("%s-linear-%s-5m-".formatted(source, name),
                        "%s-spot-%s-5m-".formatted(source, name), "bybit-linear-%s-funding-".formatted(name)))
                        .history(),
                new TestPeriod(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z")));

        assertThat(result.rejections()).isEmpty();
        assertThat(Drawdowns.of(result.equity().values()).deepest()).isGreaterThan(-0.03);
    }
}
