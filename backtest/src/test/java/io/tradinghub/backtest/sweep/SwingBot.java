package io.tradinghub.backtest.sweep;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.tradinghub.bot.AccountView;
import io.tradinghub.bot.Bot;
import io.tradinghub.bot.Subscription;
import io.tradinghub.bot.Target;
import io.tradinghub.bot.Targets;
import io.tradinghub.market.Candle;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Interval;
import io.tradinghub.market.SeriesId;
import io.tradinghub.runner.BotProgram;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// Holds one side for some candles and nothing for as many. Side 7 fails at its first candle, a warm-up that no file
/// has fails before that. As a program of its own it ends like a killed process when it has been made often enough.
final class SwingBot implements Bot {
    private static final InstrumentId INSTRUMENT = InstrumentId.linear("BTCUSDT");
    private static final int FAILING_SIDE = 7;
    private final Settings settings;
    private int candles;

    SwingBot(Settings settings) {
        this.settings = settings;
    }

    record Settings(int hold, int side, int warmUp) {

        Settings {
            if (side * hold > 50) {
                throw new IllegalArgumentException("SWING_HOLD is too long for its side, got %d".formatted(hold));
            }
        }

        static Setting<Settings> declare(SettingsReader in) {
            Setting<Integer> hold = in.integer("SWING_HOLD", "Candles that it holds.", 1, 100).orElse(3);
            Setting<Integer> side = in.integer("SWING_SIDE", "1 for long, -1 for short.", -1, 10).orElse(1);
            Setting<Integer> warmUp = in.integer("SWING_WARM_UP", "Candles before.", 0, 1_000_000).orElse(2);
            return in.combine(() -> new Settings(hold.get(), side.get(), warmUp.get()));
        }
    }

    @Override
    public Subscription subscription() {
        return new Subscription(List.of(new SeriesId(INSTRUMENT, Interval.H1)), List.of(INSTRUMENT), List.of(),
                settings.warmUp());
    }

    @Override
    public Targets onCandle(Candle closed, AccountView account) {
        if (settings.side() == FAILING_SIDE) {
            throw new IllegalStateException("side 7 is bad luck");
        }
        boolean isHeld = candles++ / settings.hold() % 2 == 0;
        return Targets.of(Target.now(INSTRUMENT, isHeld ? 0.01 * settings.side() : 0));
    }

    /// A program that is killed in the middle of a sweep.
    public static final class Main {
        private static final int KILLED = 137;

        private Main() {}

        /// Ends in the middle of the trial that the property `die.at` says.
        public static void main(String[] arguments) {
            AtomicInteger made = new AtomicInteger();
            int last = Integer.getInteger("die.at", Integer.MAX_VALUE);
            System.exit(BotProgram.run("bot-swing", Settings::declare, settings -> {
                if (made.incrementAndGet() == last) {
                    Runtime.getRuntime().halt(KILLED);
                }
                return new SwingBot(settings);
            }));
        }
    }
}
