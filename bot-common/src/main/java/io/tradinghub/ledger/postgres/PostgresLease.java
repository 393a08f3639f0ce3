package io.tradinghub.ledger.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;

import io.tradinghub.bot.BotId;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.StoreWait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to trade under a BOT_ID, held by one process at a time.
///
/// An advisory lock on a connection of its own says who may hold the lease: it is free the moment the holder's
/// connection ends. The epoch in `bot_leases` says who does hold it: every taking raises it, and the ledger writes only
/// under the epoch it was opened with, so a holder that lost its lock without noticing cannot write. A lock lost with
/// its connection is taken again, unless somebody else was faster.
final class PostgresLease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresLease.class);
    private static final Duration WATCH = Duration.ofSeconds(2);
    /// What a standby waits when its line broke: longer than the holder, whose line may have broken with it, needs to
    /// take back its lock.
    private static final Duration HOLDER_FIRST = WATCH.plusSeconds(1);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String LOCK_KEY = "(hashtextextended('trading hub lease ' || ?, 0))";

    private final PostgresSettings settings;
    private final BotId bot;
    private final long epoch;
    private final Thread watch;
    /// Owned by the watching thread once it runs.
    private Connection session;
    private volatile boolean lost;

    private PostgresLease(PostgresSettings settings, BotId bot, Connection session, long epoch) {
        this.settings = settings;
        this.bot = bot;
        this.session = session;
        this.epoch = epoch;
        this.watch = Thread.ofVirtual().name("lease-" + bot).unstarted(this::watch);
    }

    /// Waits until the lease is free, then takes it.
    ///
    /// @param standingBy told about every second while the database is there and somebody else holds the lease
    static PostgresLease acquire(PostgresSettings settings, BotId bot, InstantSource clock, Runnable standingBy)
            throws InterruptedException {
        boolean announced = false;
        String complaint = "";
        while (true) {
            Connection session = StoreWait.until(PostgresPool.describe(settings), settings.timeouts().start(),
                    () -> connect(settings, bot));
            try {
                if (!complaint.isEmpty()) {
                    Thread.sleep(HOLDER_FIRST);
                }
                if (!tryLock(session, bot)) {
                    if (!announced) {
                        announced = true;
                        announceStandby(session, bot);
                    }
                    awaitLock(session, bot, standingBy);
                }
                long epoch = raiseEpoch(session, bot, clock);
                log.atInfo().addKeyValue("bot", bot).addKeyValue("epoch", epoch).log("lease taken");
                PostgresLease lease = new PostgresLease(settings, bot, session, epoch);
                lease.watch.start();
                return lease;
            } catch (SQLException dropped) {
                closeQuietly(session);
                if (Thread.interrupted()) { // which closes the socket under a virtual thread
                    throw new InterruptedException("interrupted while standing by for " + bot);
                }
                String reason = String.valueOf(dropped.getMessage());
                if (!reason.equals(complaint)) {
                    log.atWarn().addKeyValue("bot", bot).addKeyValue("reason", reason)
                            .log("the lease cannot be taken yet");
                    complaint = reason;
                }
            } catch (InterruptedException stopped) {
                closeQuietly(session);
                throw stopped;
            }
        }
    }

    long epoch() {
        return epoch;
    }

    /// Whether somebody else is known to have taken over. False is no promise; the ledger's own check is.
    boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        watch.interrupt();
        try {
            watch.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (!lost) {
                Thread.sleep(WATCH);
                try {
                    lost = readEpoch(session, bot) != epoch;
                } catch (SQLException dropped) {
                    closeQuietly(session);
                    reconnect();
                }
            }
            log.atError().addKeyValue("bot", bot).addKeyValue("epoch", epoch)
                    .log("lease lost: another process trades under this BOT_ID");
        } catch (InterruptedException closed) {
            log.atDebug().addKeyValue("bot", bot).log("lease given back");
        } finally {
            closeQuietly(session);
        }
    }

    /// One try; the next round of the watch is the next one. Whether the store is away is the ledger's to say.
    private void reconnect() {
        try {
            session = connect(settings, bot);
            if (readEpoch(session, bot) == epoch && !tryLock(session, bot)) {
                closeQuietly(session);
            }
        } catch (SQLException stillAway) {
            log.atDebug().addKeyValue("bot", bot).addKeyValue("reason", stillAway.getMessage())
                    .log("lease connection not back yet");
        }
    }

    private static Connection connect(PostgresSettings settings, BotId bot) throws SQLException {
        Connection session = PostgresPool.connect(settings, "lease-" + bot);
        try (Statement statement = session.createStatement()) {
            // a holder whose machine vanished is noticed by the server within half a minute
            statement.execute(
                    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4;"
                            + " SET lock_timeout = '1s'");
            return session;
        } catch (SQLException failed) {
            closeQuietly(session);
            throw failed;
        }
    }

    private static boolean tryLock(Connection session, BotId bot) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT pg_try_advisory_lock" + LOCK_KEY)) {
            statement.setString(1, bot.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Queues for the lock in the server, so that it is ours the moment it is free, and looks up every second for an
    /// interrupt.
    private static void awaitLock(Connection session, BotId bot, Runnable standingBy)
            throws SQLException, InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while standing by for " + bot);
            }
            standingBy.run();
            try (PreparedStatement statement = session.prepareStatement("SELECT pg_advisory_lock" + LOCK_KEY)) {
                statement.setString(1, bot.value());
                statement.execute();
                return;
            } catch (SQLException failed) {
                if (!LOCK_NOT_AVAILABLE.equals(failed.getSQLState())) {
                    throw failed;
                }
            }
        }
    }

    private static long raiseEpoch(Connection session, BotId bot, InstantSource clock) throws SQLException {
        String sql = """
                INSERT INTO bot_leases (bot_id, epoch, holder, acquired_at) VALUES (?, 1, ?, ?)
                ON CONFLICT (bot_id) DO UPDATE SET epoch = bot_leases.epoch + 1, holder = excluded.holder, acquired_at = excluded.acquired_at
                RETURNING epoch""";
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            new SqlParameters(statement).text(bot.value()).text(holder()).moment(clock.instant());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static long readEpoch(Connection session, BotId bot) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT epoch FROM bot_leases WHERE bot_id = ?")) {
            statement.setString(1, bot.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    private static void announceStandby(Connection session, BotId bot) throws SQLException {
        try (PreparedStatement statement = session
                .prepareStatement("SELECT holder, acquired_at FROM bot_leases WHERE bot_id = ?")) {
            statement.setString(1, bot.value());
            try (ResultSet row = statement.executeQuery()) {
                String holder = row.next() ? row.getString(1) + " since " + row.getString(2) : "another process";
                log.atInfo().addKeyValue("bot", bot).addKeyValue("holder", holder)
                        .log("standing by: this BOT_ID is trading elsewhere");
            }
        }
    }

    private static String holder() {
        long process = ProcessHandle.current().pid();
        try {
            return process + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return process + "@" + nameless.getMessage();
        }
    }

    private static void closeQuietly(Connection session) {
        try {
            session.close();
        } catch (SQLException alreadyGone) {
            log.atDebug().addKeyValue("reason", alreadyGone.getMessage()).log("closing a lease connection failed");
        }
    }
}
