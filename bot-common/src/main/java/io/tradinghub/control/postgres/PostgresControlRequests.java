package io.tradinghub.control.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.control.ControlProgress;
import io.tradinghub.control.ControlRequest;
import io.tradinghub.control.ControlRequest.Addressee;
import io.tradinghub.control.ControlRequest.Kind;
import io.tradinghub.control.ControlRequests;
import io.tradinghub.control.HaltOrder;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.exchange.RequestUse;
import io.tradinghub.status.Health;
import io.tradinghub.status.postgres.HealthRow;
import io.tradinghub.store.PostgresSession;

/// Reads `control_requests` and writes how far the bot is, as the bot's own role.
public final class PostgresControlRequests implements ControlRequests {
    /// The server ends a query that takes longer, which counts as away: Redis decides about halts then.
    private static final int DEADLINE_MILLIS = 2_000;
    /// The newest order to each target, and what the bot has not carried out. A request to all that a bot has not heard
    /// of within a day is before its time.
    private static final String READ = """
            SELECT r.request_id, r.target, r.kind, r.instrument,
                   CASE WHEN r.target = 'all'
                       THEN coalesce(p.state, 'ASKED') IN ('ASKED', 'TAKEN') AND r.asked_at > now() - interval '1 day'
                       ELSE r.state IN ('ASKED', 'TAKEN') END AS is_open
            FROM control_requests r LEFT JOIN control_progress p ON p.request_id = r.request_id AND p.bot_id = ?
            WHERE r.target IN (?, 'all')
              AND (r.request_id IN (SELECT max(request_id) FROM control_requests
                                    WHERE kind <> 'ADOPT' AND target IN (?, 'all') GROUP BY target)
                OR r.target = 'all' AND coalesce(p.state, 'ASKED') IN ('ASKED', 'TAKEN')
                    AND r.asked_at > now() - interval '1 day'
                OR r.target <> 'all' AND r.state IN ('ASKED', 'TAKEN'))
            ORDER BY r.request_id""";
    private static final String MOVE_OWN = """
            UPDATE control_requests SET state = ?, detail = ?, updated_at = now()
            WHERE request_id = ? AND state IN ('ASKED', 'TAKEN')""";
    private static final String TELL_OF_ALL = """
            INSERT INTO control_progress AS p (state, detail, request_id, bot_id, updated_at) VALUES (?, ?, ?, ?, now())
            ON CONFLICT (request_id, bot_id) DO UPDATE
                SET state = excluded.state, detail = excluded.detail, updated_at = excluded.updated_at
                WHERE p.state = 'TAKEN'""";
    /// The row of this minute of the day, which held yesterday's.
    private static final String SHOW_USE = """
            INSERT INTO request_use (bot_id, minute, sent, waited_millis, bans, allowed_in_5s)
            VALUES (?, extract(hour FROM now() AT TIME ZONE 'UTC') * 60 + extract(minute FROM now() AT TIME ZONE 'UTC'),
                    ?, ?, ?, ?)
            ON CONFLICT (bot_id, minute) DO UPDATE
                SET at = now(), sent = excluded.sent, waited_millis = excluded.waited_millis, bans = excluded.bans,
                    allowed_in_5s = excluded.allowed_in_5s""";
    private final PostgresSession session;
    private final BotId bot;

    /// @param session stays its owner's
    public PostgresControlRequests(PostgresSession session, BotId bot) {
        this.session = session;
        this.bot = bot;
    }

    @Override
    public Asked read() {
        return call("read control requests", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(READ)) {
                for (int parameter = 1; parameter <= 3; parameter++) {
                    statement.setString(parameter, bot.value());
                }
                try (ResultSet rows = statement.executeQuery()) {
                    return asked(rows);
                }
            }
        });
    }

    private static Asked asked(ResultSet rows) throws SQLException {
        Optional<HaltOrder> toAll = Optional.empty();
        Optional<HaltOrder> toThisBot = Optional.empty();
        List<ControlRequest> open = new ArrayList<>();
        while (rows.next()) {
            ControlRequest request = new ControlRequest(rows.getLong("request_id"),
                    rows.getString("target").equals(BotId.ALL) ? Addressee.ALL : Addressee.THIS_BOT,
                    Kind.valueOf(rows.getString("kind")), Optional.ofNullable(rows.getString("instrument")));
            Optional<HaltOrder> order = request.kind().state().map(state -> new HaltOrder(state, request.id()));
            if (order.isPresent()) { // rows come oldest first
                switch (request.target()) {
                    case ALL -> toAll = order;
                    case THIS_BOT -> toThisBot = order;
                }
            }
            if (rows.getBoolean("is_open")) {
                open.add(request);
            }
        }
        return new Asked(new HaltOrders(toAll, toThisBot), open);
    }

    @Override
    public void write(ControlProgress progress) {
        call("write the progress of request " + progress.request().id(), connection -> {
            boolean isToAll = progress.request().target() == Addressee.ALL;
            try (PreparedStatement statement = connection.prepareStatement(isToAll ? TELL_OF_ALL : MOVE_OWN)) {
                statement.setString(1, progress.state().name());
                statement.setString(2, progress.detail());
                statement.setLong(3, progress.request().id());
                if (isToAll) {
                    statement.setString(4, bot.value());
                }
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void show(Health health) {
        call("show the bot's health", connection -> {
            HealthRow.write(connection, bot, HealthRow.Speaker.HOLDER, health);
            return health;
        });
    }

    @Override
    public void show(RequestUse use) {
        call("show the use of requests", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SHOW_USE)) {
                statement.setString(1, bot.value());
                statement.setLong(2, use.sent());
                statement.setLong(3, use.waited().toMillis());
                statement.setLong(4, use.bans());
                statement.setInt(5, use.allowedInFiveSeconds());
                return statement.executeUpdate();
            }
        });
    }

    /// Nothing to close: the session is its owner's.
    @Override
    public void close() {}

    private <T> T call(String operation, PostgresSession.Work<T> work) {
        return session.inTransaction(operation, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL statement_timeout = " + DEADLINE_MILLIS);
            }
            return work.run(connection);
        });
    }
}
