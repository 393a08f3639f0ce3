package io.tradinghub.guardian;

import static io.tradinghub.guardian.GuardianBench.ONE;
import static io.tradinghub.guardian.GuardianBench.ROUND;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.engine.EngineDriver;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.guardian.fleet.FleetLimits;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.runner.BotProgram;
import io.tradinghub.runner.BotSettings;
import io.tradinghub.runner.RunnerSettings;
import io.tradinghub.runner.Stopper;
import io.tradinghub.settings.CandleStoreSettings;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole bot on real stores takes what the guardian asks of it.
class HaltedBotTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");

    @Test
    void aBotTakesTheHaltAndSaysSo(@TempDir Path secrets) throws InterruptedException {
        try (GuardianBench hub = new GuardianBench(secrets)) {
            hub.reset();
            AlertScenario.hold(hub, ONE);
            hub.limit(new FleetLimits(Optional.of(new BigDecimal("300")), Optional.empty(), Duration.ofMinutes(5),
                    false));
            hub.price("59600");
            hub.passes(ROUND.multipliedBy(2));
            assertThat(hub.asked()).contains("HALT " + ONE);

            Thread bot = Thread.ofPlatform().daemon().start(() -> trade(hub));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!request(hub).equals("DONE|no entry leaves and none is under way")) {
                assertThat(System.nanoTime()).as(request(hub)).isLessThan(end);
                Thread.sleep(Duration.ofMillis(100));
            }
            bot.interrupt();
            assertThat(bot.join(PATIENCE)).isTrue();
        }
    }

    private static String request(GuardianBench hub) {
        return hub.postgres.row("SELECT state, detail FROM control_requests WHERE target = '%s'".formatted(ONE));
    }

    private static void trade(GuardianBench hub) {
        PostgresSettings role = new PostgresSettings(hub.postgres.url(), ONE, Secret.of("postgres"),
                hub.postgres.settings().timeouts());
        RunnerSettings runner = new RunnerSettings(new BotId(ONE), HubMode.PAPER, EngineSettings.DEFAULTS,
                RiskLimits.DEFAULTS, EngineDriver.Deadlines.DEFAULTS, Duration.ofHours(1), RunnerSettings.DEFAULT_TICK);
        try {
            BotProgram.trade(new BotSettings(runner, PaperSettings.DEFAULTS, role, hub.redis.settings(),
                    new CandleStoreSettings.Postgres(role), Optional.empty(), Optional.empty(), Optional.empty()),
                    new Idle(), InstantSource.system(), new Stopper(Thread.currentThread()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Wants nothing.
    private static final class Idle implements Bot {
        @Override
        public Subscription subscription() {
            return new Subscription(List.of(new SeriesId(PERP, Interval.M1)), List.of(PERP), List.of(), 0);
        }

        @Override
        public Targets onCandle(Candle closed, AccountView account) {
            return Targets.unchanged();
        }
    }
}
