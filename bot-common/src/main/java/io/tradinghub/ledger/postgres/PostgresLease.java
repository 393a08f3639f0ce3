package io.tradinghub.ledger.postgres;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

import io.tradinghub.bot.BotId;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.status.postgres.HealthRow;
import io.tradinghub.store.PostgresPool;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.store.StoreWait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to trade under a BOT_ID, held by one process at a time.
///
/// An advisory lock of the session that also writes the ledger says who may hold the lease: it is free the moment that
/// session ends, so a write that succeeds in it proves the lease as well. Only the bot's own role can take it (function
/// `lock_lease`). Epoch and token in `bot_leases` say who does hold it: every taking raises the epoch and writes a new
/// random token, and the ledger writes only under those it was opened with, so a holder that lost its lock without
/// noticing cannot write, not even when a restored database hands out its epoch again. A lock lost with its session is
/// taken again, unless somebody else was faster.
final class PostgresLease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresLease.class);
    private static final Duration WATCH = Duration.ofSeconds(2);
    /// What a standby waits when its line broke: longer than the holder, whose line may have broken with it, needs to
    /// take back its lock.
    private static final Duration HOLDER_FIRST = WATCH.plusSeconds(1);
    /// So long a proof counts: longer than from one check to the next while the database answers, and shorter than a
    /// standby waits for the holder when the lines of both broke.
    static final Duration PROOF_COUNTS = WATCH.plusMillis(500);
    private static final int TOKEN_BYTES = 16;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /// A holder whose machine vanished is noticed by the server within half a minute. Each statement of the ledger is
    /// asked for with values alike: a plan made once serves them all, and the first order need not wait for five
    /// others.
    private static final String PREPARATION = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;"
            + " SET tcp_keepalives_count = 4; SET plan_cache_mode = force_generic_plan";

    private final PostgresSession session;
    private final LedgerKey key;
    private final Thread watch;
    /// [System#nanoTime] before the last check that found the lease ours.
    private final AtomicLong provedAt;
    /// The connection that has the lock. Owned by the watching thread once it runs.
    private Connection locked;
    private volatile boolean lost;

    private PostgresLease(PostgresSession session, Connection locked, LedgerKey key, long takenAt) {
        this.session = session;
        this.locked = locked;
        this.key = key;
        this.provedAt = new AtomicLong(takenAt);
        this.watch = Thread.ofVirtual().name("lease-" + key.bot()).unstarted(this::watch);
    }

    /// Waits until the lease is free, then takes it.
    ///
    /// @param standby asked about every second while the database is there and somebody else holds the lease
    static PostgresLease acquire(PostgresSettings settings, BotId bot, HubMode mode, InstantSource clock,
            Standby standby) throws InterruptedException {
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
                        log.atInfo().addKeyValue("bot", bot).addKeyValue("holder", holderOf(session, bot))
                                .log("standing by: this BOT_ID is trading elsewhere");
                    }
                    awaitLock(session, bot, standby);
                }
                return take(settings, session, bot, mode, clock);
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

    /// The session that holds the lock; closed by whoever closes the lease.
    PostgresSession session() {
        return session;
    }

    /// Under which the ledger may be written.
    LedgerKey key() {
        return key;
    }

    /// Whether somebody else is known to have taken over. False is no promise; the ledger's own check is.
    boolean isLost() {
        return lost;
    }

    /// A write found somebody else's epoch or token.
    void lose() {
        lost = true;
    }

    /// [System#nanoTime] when the last check was sent that found the lease ours, by this lease or by a write.
    long provedAtNanos() {
        return provedAt.get();
    }

    /// A check that was sent at this [System#nanoTime] found the lease ours.
    void proved(long nanos) {
        provedAt.accumulateAndGet(nanos, (known, sent) -> sent - known > 0 ? sent : known);
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
                    if (!session.run(this::checkAndLock)) {
                        lose();
                    }
                } catch (SQLException stillAway) { // whether the store is away is the ledger's to say
                    log.atDebug().addKeyValue("bot", key.bot()).addKeyValue("reason", stillAway.getMessage())
                            .log("lease not checked");
                }
            }
            log.atError().addKeyValue("bot", key.bot()).addKeyValue("epoch", key.epoch())
                    .log("lease lost: another process trades under this BOT_ID");
            session.close();
        } catch (InterruptedException closed) {
            log.atDebug().addKeyValue("bot", key.bot()).log("lease given back");
        }
    }

    /// Takes the lock back in a session that was opened since; one try, the next round of the watch is the next one.
    private boolean checkAndLock(Connection asked) throws SQLException {
        boolean isOurs = check(asked);
        if (isOurs && asked != locked && tryLock(asked, key.bot())) {
            locked = asked;
        }
        return isOurs;
    }

    private static Connection connect(PostgresSettings settings, BotId bot) throws SQLException {
        return PostgresSession.connect(settings, name(bot), PREPARATION + "; SET lock_timeout = '1s'");
    }

    /// By this name `./hub flatten` finds the process that holds the lease or stands by for it.
    private static String name(BotId bot) {
        return "lease-" + bot;
    }

    private static boolean tryLock(Connection session, BotId bot) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT lock_lease(?, false)")) {
            statement.setString(1, bot.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Queues for the lock in the server, so that it is ours the moment it is free, and looks up every second for an
    /// interrupt.
    private static void awaitLock(Connection session, BotId bot, Standby standby)
            throws SQLException, InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while standing by for " + bot);
            }
            HealthRow.write(session, bot, HealthRow.Speaker.STANDBY, standby.whileHeldBy(holderOf(session, bot)));
            try (PreparedStatement statement = session.prepareStatement("SELECT lock_lease(?, true)")) {
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

    /// Writes the next epoch and a new token, and starts to watch them.
    private static PostgresLease take(PostgresSettings settings, Connection session, BotId bot, HubMode mode,
            InstantSource clock) throws SQLException {
        String sql = """
                INSERT INTO bot_leases (bot_id, epoch, token, holder, acquired_at) VALUES (?, 1, ?, ?, ?)
                ON CONFLICT (bot_id) DO UPDATE SET epoch = bot_leases.epoch + 1, token = excluded.token,
                    holder = excluded.holder, acquired_at = excluded.acquired_at
                RETURNING epoch""";
        try (Statement statement = session.createStatement()) {
            statement.execute("RESET lock_timeout");
        }
        String token = newToken();
        long takenAt = System.nanoTime();
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            new SqlParameters(statement).text(bot.value()).text(token).text(holder()).moment(clock.instant());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                LedgerKey key = new LedgerKey(bot, mode, row.getLong("epoch"), token);
                log.atInfo().addKeyValue("bot", bot).addKeyValue("epoch", key.epoch()).log("lease taken");
                PostgresLease lease = new PostgresLease(
                        PostgresSession.goingOn(settings, name(bot), PREPARATION, session), session, key, takenAt);
                lease.watch.start();
                return lease;
            }
        }
    }

    private static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /// Whether the row still has our epoch and token.
    private boolean check(Connection asked) throws SQLException {
        long sent = System.nanoTime();
        try (PreparedStatement statement = asked
                .prepareStatement("SELECT FROM bot_leases l WHERE " + LedgerKey.HELD)) {
            new SqlParameters(statement).held(key);
            try (ResultSet row = statement.executeQuery()) {
                boolean isOurs = row.next();
                if (isOurs) {
                    proved(sent);
                }
                return isOurs;
            }
        }
    }

    /// Who holds the lease of the bot, for people.
    private static String holderOf(Connection session, BotId bot) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(
                """
                        SELECT coalesce(lease_holder(l.bot_id), 'a session that has just ended') || ', last taken by ' || l.holder
                        FROM bot_leases l WHERE l.bot_id = ?""")) {
            statement.setString(1, bot.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "a process that is about to take it";
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
