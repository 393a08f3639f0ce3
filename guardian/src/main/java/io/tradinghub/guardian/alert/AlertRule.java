package io.tradinghub.guardian.alert;

import java.time.Duration;

/// What people are told of. `docs/alerts.md` says of each when it fires and what to do.
public enum AlertRule {
    /// A bot has shown no sign of life.
    BOT_SILENT("Bot silent", Severity.CRITICAL, Duration.ofSeconds(60)),
    /// A bot that shows no sign of life holds a position.
    POSITION_UNWATCHED("Position unwatched", Severity.CRITICAL, Duration.ofSeconds(60)),
    /// A process stands by for the lease of its bot, and whoever holds that does not trade.
    STANDBY_WAITS("Standby cannot lead", Severity.CRITICAL, Duration.ofSeconds(60)),
    /// A living bot waits for something that it needs to trade.
    BOT_WAITS("Bot waits", Severity.WARNING, Duration.ofMinutes(3)),
    /// A living bot enters nothing, because of a limit, a fault or a person.
    ENTRIES_OFF("Entries off", Severity.CRITICAL, Duration.ofSeconds(60)),
    /// A bot announced a risk event; the alert has the event's own name for its title.
    RISK_EVENT("Risk event", Severity.CRITICAL, Duration.ZERO),
    /// A bot's equity has fallen far below its highest.
    DRAWDOWN("Drawdown", Severity.CRITICAL, Duration.ofMinutes(1)),
    /// All bots of a mode together lost more since the UTC day began than a person allows.
    FLEET_LOSS("Fleet lost too much today", Severity.CRITICAL, Duration.ofSeconds(10)),
    /// The equity of all bots of a mode together fell further from its highest than a person allows.
    FLEET_DRAWDOWN("Fleet drawdown", Severity.CRITICAL, Duration.ofSeconds(10)),
    /// Nobody can tell whether the bots of a mode are within the limits that a person set for them together.
    FLEET_UNJUDGED("Fleet cannot be judged", Severity.CRITICAL, Duration.ZERO),
    /// A position has no stop at the exchange, for longer than its bot should leave it open so.
    POSITION_UNPROTECTED("Position unprotected", Severity.CRITICAL, Duration.ofSeconds(45)),
    /// A living bot on a real account has not compared itself with the exchange for long.
    RESYNC_OLD("Account not compared", Severity.CRITICAL, Duration.ofMinutes(1)),
    /// A living bot shows other positions than the ledger has.
    BOARD_DIFFERS("Ledger and bot differ", Severity.CRITICAL, Duration.ofMinutes(1)),
    /// The exchange rejected several orders of a bot.
    ORDERS_REJECTED("Orders rejected", Severity.WARNING, Duration.ZERO),
    /// A living bot has written no equity to the ledger.
    LEDGER_STALE("Nothing written to the ledger", Severity.CRITICAL, Duration.ofMinutes(5)),
    /// The newest candle of an instrument is old, or there is none at all.
    RECORDER_STALE("Recorder stale", Severity.CRITICAL, Duration.ofSeconds(20)),
    /// Candles of past days are missing.
    GAP("Gap not repaired", Severity.WARNING, Duration.ofMinutes(30)),
    /// A store does not answer the guardian.
    STORE_AWAY("Store away", Severity.CRITICAL, Duration.ofSeconds(30)),
    /// The disk of the host is nearly full.
    DISK_NEARLY_FULL("Disk nearly full", Severity.CRITICAL, Duration.ofMinutes(1)),
    /// Redis has nearly used up its memory.
    REDIS_NEARLY_FULL("Redis nearly full", Severity.CRITICAL, Duration.ofMinutes(1)),
    /// PostgreSQL's database is large.
    DATABASE_LARGE("Database large", Severity.WARNING, Duration.ofMinutes(10)),
    /// The address outside that shall notice a dead host does not take the guardian's pings.
    DEAD_MAN_UNREACHED("Dead-man address unreached", Severity.WARNING, Duration.ofMinutes(3));

    private final String title;
    private final Severity severity;
    private final Duration pending;

    AlertRule(String title, Severity severity, Duration pending) {
        this.title = title;
        this.severity = severity;
        this.pending = pending;
    }

    public String title() {
        return title;
    }

    public Severity severity() {
        return severity;
    }

    /// How long the condition must last before anybody is told.
    public Duration pending() {
        return pending;
    }

    /// Critical: money may be at stake, look now. Warning: look today.
    public enum Severity {
        CRITICAL, WARNING
    }
}
