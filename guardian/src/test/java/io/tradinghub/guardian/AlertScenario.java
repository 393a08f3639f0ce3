package io.tradinghub.guardian;

import static io.tradinghub.guardian.GuardianBench.ONE;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.fleet.FleetLimits;
import redis.clients.jedis.Jedis;

/// A fault that one rule is for, how it is mended, and what people must be told. A scenario for each rule.
enum AlertScenario {
    BOT_SILENT(AlertRule.BOT_SILENT, "Bot silent: " + ONE) {
        @Override
        void breakIt(GuardianBench hub) {
            hub.silence(ONE);
        }

        @Override
        void mend(GuardianBench hub) {
            hub.revive(ONE);
        }
    },
    POSITION_UNWATCHED(AlertRule.POSITION_UNWATCHED, "Position unwatched: " + ONE, "Bot silent: " + ONE) {
        @Override
        void breakIt(GuardianBench hub) {
            hold(hub, ONE);
            hub.silence(ONE);
        }

        @Override
        void mend(GuardianBench hub) {
            hub.revive(ONE);
        }
    },
    STANDBY_WAITS(AlertRule.STANDBY_WAITS, "Standby cannot lead: " + ONE, "Bot silent: " + ONE) {
        @Override
        void breakIt(GuardianBench hub) throws SQLException {
            hub.startStandby(ONE, "WAITING");
            hub.silence(ONE);
        }

        @Override
        void mend(GuardianBench hub) {
            hub.endStandby();
            hub.revive(ONE);
        }
    },
    BOT_WAITS(AlertRule.BOT_WAITS, "Bot waits: " + ONE, "Bot waits: " + GuardianBench.TWO) {
        @Override
        void breakIt(GuardianBench hub) {
            hub.botsSay(
                    "{\"halt\":\"RUNNING\",\"work\":\"WAITING\",\"workDetail\":\"trading rules of linear:BTCUSDT\"}");
        }

        @Override
        void mend(GuardianBench hub) {
            hub.botsSay("{\"halt\":\"RUNNING\",\"work\":\"TRADING\"}");
        }
    },
    ENTRIES_OFF(AlertRule.ENTRIES_OFF, "Entries off: " + ONE, "Entries off: " + GuardianBench.TWO) {
        @Override
        void breakIt(GuardianBench hub) {
            hub.botsSay("{\"halt\":\"RUNNING\",\"entriesEndedBy\":\"DAILY_LOSS\",\"work\":\"ENTRIES_OFF\"}");
        }

        @Override
        void mend(GuardianBench hub) {
            hub.botsSay("{\"halt\":\"RUNNING\",\"work\":\"TRADING\"}");
        }
    },
    RISK_EVENT(AlertRule.RISK_EVENT, "EXIT_FAILING: " + ONE + " (paper)") {
        @Override
        void breakIt(GuardianBench hub) {
            event(hub, "EXIT_FAILING", "no takers");
        }

        @Override
        void mend(GuardianBench hub) {
            hub.passes(Guardian.EVENT_LASTS);
        }
    },
    DRAWDOWN(AlertRule.DRAWDOWN, "Drawdown: " + ONE + " (paper)") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.sql("""
                    INSERT INTO equity_snapshots (bot_id, mode, at, equity, realised_pnl, unrealised_pnl, fees, funding)
                    VALUES ('%s', 'paper', '%s', 15000, 5000, 0, 0, 0)""".formatted(ONE,
                    hub.now().minusSeconds(3_600)));
        }

        @Override
        void mend(GuardianBench hub) {
            hub.sql("DELETE FROM equity_snapshots WHERE equity = 15000");
        }
    },
    FLEET_LOSS(AlertRule.FLEET_LOSS, "Fleet lost too much today: paper") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.limit(new FleetLimits(Optional.of(new BigDecimal("300")), Optional.empty(), Duration.ofMinutes(5),
                    false));
            hold(hub, ONE);
            hub.passes(GuardianBench.ROUND);
            hub.price("59699");
        }

        @Override
        void mend(GuardianBench hub) {
            hub.price("59701");
        }
    },
    FLEET_DRAWDOWN(AlertRule.FLEET_DRAWDOWN, "Fleet drawdown: paper") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.limit(new FleetLimits(Optional.empty(), Optional.of(0.02), Duration.ofMinutes(5), false));
            hold(hub, ONE);
            hub.price("61000");
            hub.passes(GuardianBench.ROUND.multipliedBy(2));
            // the two bots are worth 21,000 at the most and 20,579 now
            hub.price("60579");
        }

        @Override
        void mend(GuardianBench hub) {
            hub.price("60581");
        }
    },
    FLEET_UNJUDGED(AlertRule.FLEET_UNJUDGED, "Fleet cannot be judged: paper") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.limit(new FleetLimits(Optional.empty(), Optional.of(0.02), Duration.ofMinutes(1), false));
            hold(hub, ONE);
            hub.stopQuotes();
        }

        @Override
        void mend(GuardianBench hub) {
            hub.quote();
        }
    },
    POSITION_UNPROTECTED(AlertRule.POSITION_UNPROTECTED, "Position unprotected: " + ONE + " (paper)") {
        @Override
        void breakIt(GuardianBench hub) {
            hold(hub, ONE);
            hub.sql("UPDATE stops SET stop_price = NULL");
        }

        @Override
        void mend(GuardianBench hub) {
            hub.sql("UPDATE stops SET stop_price = 58000");
        }
    },
    RESYNC_OLD(AlertRule.RESYNC_OLD, "Account not compared: " + ONE + " (demo)") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.tradeIn(ONE, "demo");
            for (String mode : List.of("demo", "paper")) {
                hub.sql("INSERT INTO execution_watermarks VALUES ('%s', '%s', '%s')".formatted(ONE, mode,
                        hub.now().minus(Duration.ofMinutes(16))));
            }
        }

        @Override
        void mend(GuardianBench hub) {
            hub.sql("UPDATE execution_watermarks SET executions_until = '%s'".formatted(hub.now()));
        }
    },
    BOARD_DIFFERS(AlertRule.BOARD_DIFFERS, "Ledger and bot differ: " + ONE + " (paper)") {
        @Override
        void breakIt(GuardianBench hub) {
            hold(hub, ONE);
            hub.show(ONE, "{\"linear:BTCUSDT\":\"1.5\"}");
        }

        @Override
        void mend(GuardianBench hub) {
            hub.show(ONE, "{\"linear:BTCUSDT\":\"1.000\"}");
        }
    },
    ORDERS_REJECTED(AlertRule.ORDERS_REJECTED, "Orders rejected: " + ONE + " (paper)") {
        @Override
        void breakIt(GuardianBench hub) {
            for (int number = 1; number <= 3; number++) {
                hub.sql("""
                        INSERT INTO orders (bot_id, mode, order_link_id, category, symbol, side, type, time_in_force,
                                            reduce_only, qty, price, status, reject_reason, created_at, updated_at)
                        VALUES ('%s', 'paper', 'id-%d', 'linear', 'BTCUSDT', 'BUY', 'LIMIT', 'IOC', false, 1, 1,
                                'REJECTED', 'too poor', '%s', '%s')"""
                        .formatted(ONE, number, hub.now(), hub.now()));
            }
        }

        @Override
        void mend(GuardianBench hub) {
            hub.passes(Duration.ofMinutes(15), Duration.ofMinutes(1));
        }
    },
    LEDGER_STALE(AlertRule.LEDGER_STALE, "Nothing written to the ledger: " + ONE) {
        @Override
        void breakIt(GuardianBench hub) {
            hub.stopEquityOf(ONE);
        }

        @Override
        void mend(GuardianBench hub) {
            hub.writeEquityOf(ONE);
        }
    },
    RECORDER_STALE(AlertRule.RECORDER_STALE, "Recorder stale: linear:BTCUSDT", "Recorder stale: spot:BTCUSDT") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.stopRecording();
        }

        @Override
        void mend(GuardianBench hub) {
            hub.record();
        }
    },
    RECORDER_NEVER_RAN(AlertRule.RECORDER_STALE, "Recorder stale: all market data") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.stopRecording();
            try (Jedis client = hub.client()) {
                client.flushAll();
            }
        }

        @Override
        void mend(GuardianBench hub) {
            hub.record();
        }
    },
    GAP(AlertRule.GAP, "Gap not repaired: linear:BTCUSDT 1") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.sql("""
                    INSERT INTO candle_coverage (category, symbol, interval, day, expected, stored, updated_at)
                    VALUES ('linear', 'BTCUSDT', '1', ('%s'::timestamptz AT TIME ZONE 'UTC')::date - 1, 1440, 1400, now())"""
                    .formatted(hub.now()));
        }

        @Override
        void mend(GuardianBench hub) {
            hub.sql("UPDATE candle_coverage SET stored = expected");
        }
    },
    POSTGRES_AWAY(AlertRule.STORE_AWAY, "Store away: PostgreSQL") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.turnPostgresAway();
        }

        @Override
        void mend(GuardianBench hub) {
            hub.letPostgresIn();
        }
    },
    REDIS_AWAY(AlertRule.STORE_AWAY, "Store away: Redis") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.stopRedis();
        }

        @Override
        void mend(GuardianBench hub) {
            hub.startRedis();
        }
    },
    DISK_NEARLY_FULL(AlertRule.DISK_NEARLY_FULL, "Disk nearly full: this host") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.fillDisk();
        }

        @Override
        void mend(GuardianBench hub) {
            hub.emptyDisk();
        }
    },
    REDIS_NEARLY_FULL(AlertRule.REDIS_NEARLY_FULL, "Redis nearly full: Redis") {
        @Override
        void breakIt(GuardianBench hub) {
            try (Jedis client = hub.client()) {
                client.set("large", "x".repeat(20_000_000));
            }
            // a connection of its own: the buffers of the one before counted, too
            try (Jedis client = hub.client()) {
                long used = Long.parseLong(client.info("memory").lines().filter(line -> line.startsWith("used_memory:"))
                        .findFirst().orElseThrow().substring("used_memory:".length()).strip());
                client.configSet("maxmemory", Long.toString(used + used / 20));
                client.configSet("maxmemory-policy", "noeviction");
            }
        }

        @Override
        void mend(GuardianBench hub) {
            try (Jedis client = hub.client()) {
                client.configSet("maxmemory", "0");
            }
        }
    },
    DATABASE_LARGE(AlertRule.DATABASE_LARGE, "Database large: PostgreSQL") {
        private static final long BYTES = 11_000_000_000L;

        @Override
        void breakIt(GuardianBench hub) {
            try (RandomAccessFile file = new RandomAccessFile(hub.fileOfDatabase("sparse").toFile(), "rw")) {
                file.setLength(BYTES);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        void mend(GuardianBench hub) {
            try {
                Files.delete(hub.fileOfDatabase("sparse"));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    },
    DEAD_MAN_UNREACHED(AlertRule.DEAD_MAN_UNREACHED, "Dead-man address unreached: this host") {
        @Override
        void breakIt(GuardianBench hub) {
            hub.pingReceiver();
            hub.receiver.answersPings(503);
        }

        @Override
        void mend(GuardianBench hub) {
            hub.receiver.answersPings(200);
        }
    };

    private final AlertRule rule;
    /// A line each.
    private final String alerts;

    AlertScenario(AlertRule rule, String... alerts) {
        this.rule = rule;
        this.alerts = String.join("\n", alerts);
    }

    abstract void breakIt(GuardianBench hub) throws SQLException;

    abstract void mend(GuardianBench hub) throws SQLException;

    AlertRule rule() {
        return rule;
    }

    /// The alerts, each with title and subject.
    List<String> alerts() {
        return alerts.lines().toList();
    }

    static void event(GuardianBench hub, String rule, String detail) {
        hub.sql("""
                INSERT INTO risk_events (bot_id, mode, event_key, at, rule, detail, recorded_at)
                VALUES ('%s', 'paper', '%s', '%s', '%s', '%s', '%s')"""
                .formatted(ONE, rule + hub.now(), hub.now(), rule, detail, hub.now()));
    }

    static void hold(GuardianBench hub, String bot) {
        hub.sql("""
                INSERT INTO fills (bot_id, mode, exec_id, origin, category, symbol, side, qty_filled, fill_price, liquidity,
                                   commission, commission_coin, commission_asset, quote_fee, realised_pnl, position_after,
                                   own_after, entry_price_after, realised_total, fees_total, opened_at, filled_at)
                VALUES ('%s', '%s', 'exec', 'MANUAL', 'linear', 'BTCUSDT', 'BUY', 1, 60000, 'TAKER', 0, 'USDT', 'QUOTE',
                        0, 0, 1, 1, 60000, 0, 0, '%s', '%s')"""
                .formatted(bot, hub.modeOf(bot), hub.now(), hub.now()));
        hub.sql("INSERT INTO stops VALUES ('%s', '%s', 'linear', 'BTCUSDT', 58000, '%s')".formatted(bot,
                hub.modeOf(bot), hub.now()));
    }
}
