package io.tradinghub.guardian;

import static io.tradinghub.guardian.GuardianBench.ONE;
import static io.tradinghub.guardian.GuardianBench.ROUND;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Targets;
import io.tradinghub.guardian.fleet.FleetLimits;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.runner.BotProgram;
import io.tradinghub.runner.BotSettings;
import io.tradinghub.runner.Stopper;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingsReader;
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

            Thread bot = Thread.ofPlatform().daemon().start(() -> trade(hub, secrets));
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

    private static void trade(GuardianBench hub, Path secrets) {
        BotSettings settings = SettingsReader.read(
                Map.of("BOT_ID", ONE, "POSTGRES_URL", hub.postgres.url(), "POSTGRES_USER", ONE, "REDIS_HOST",
                        hub.redis.settings().host(), "REDIS_PORT", Integer.toString(hub.redis.settings().port()),
                        "REDIS_USER", "default", "CANDLE_STORE", "postgres"),
                SecretFiles.in(secrets), BotSettings::declare);
        try {
            BotProgram.trade(settings, new Idle(), InstantSource.system(), new Stopper(Thread.currentThread()));
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
