package io.tradinghub.guardian.postgres;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.tradinghub.guardian.fleet.Boards.Booked;
import io.tradinghub.guardian.fleet.BotBook;
import io.tradinghub.guardian.fleet.FleetBook;
import io.tradinghub.guardian.fleet.Holding;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.store.PostgresSession;

/// Reads what the ledger says of all bots of each mode. One thread.
public final class PostgresFleet {
    private static final String POSITIONS = """
            SELECT bot_id, mode, category || ':' || symbol AS instrument, qty, entry_price, realised_pnl - fees AS settled
            FROM current_positions""";
    /// Each bot in each mode in which it has written equity.
    private static final String BOTS = """
            WITH asked AS MATERIALIZED (SELECT ?::timestamptz AS day)
            SELECT l.bot_id, m.mode, s.at, s.at >= day AS seen_today, s.equity - s.earned AS capital,
                   d.earned AS earned_at_open
            FROM asked CROSS JOIN bot_leases l
            CROSS JOIN (VALUES ('paper'), ('demo'), ('testnet'), ('live')) m (mode)
            CROSS JOIN LATERAL (SELECT e.at, e.equity, e.realised_pnl + e.unrealised_pnl - e.fees + e.funding AS earned
                                FROM equity_snapshots e
                                WHERE e.bot_id = l.bot_id AND e.mode = m.mode ORDER BY e.at DESC LIMIT 1) s
            CROSS JOIN LATERAL (SELECT o.earned
                                FROM ((SELECT e.at, e.realised_pnl + e.unrealised_pnl - e.fees + e.funding AS earned
                                       FROM equity_snapshots e
                                       WHERE e.bot_id = l.bot_id AND e.mode = m.mode AND e.at < day
                                       ORDER BY e.at DESC LIMIT 1)
                                      UNION ALL
                                      (SELECT e.at, e.realised_pnl + e.unrealised_pnl - e.fees + e.funding
                                       FROM equity_snapshots e
                                       WHERE e.bot_id = l.bot_id AND e.mode = m.mode AND e.at >= day
                                       ORDER BY e.at LIMIT 1)) o
                                ORDER BY o.at LIMIT 1) d
            ORDER BY l.bot_id, s.at""";
    private static final String FUNDING = "SELECT bot_id, mode, sum(amount) AS amount FROM funding_payments GROUP BY bot_id, mode";
    private static final String PEAK = "SELECT earned FROM fleet_peaks WHERE mode = ? AND bots = ?";
    /// By the hour: more would take long, and what the guardian saw since is kept in `fleet_peaks`.
    private static final String PEAK_OF_HISTORY = """
            WITH asked AS MATERIALIZED (SELECT ?::text AS mode, string_to_array(?, ',') AS bots, ?::timestamptz AS now)
            SELECT greatest(0, max(together.earned)) AS earned
            FROM asked
            CROSS JOIN LATERAL generate_series((SELECT date_trunc('hour', min(e.at)) FROM equity_snapshots e
                                                WHERE e.bot_id = ANY (bots) AND e.mode = asked.mode),
                                               now, interval '1 hour') hour
            CROSS JOIN LATERAL (SELECT sum(s.earned) AS earned
                                FROM unnest(bots) bot
                                CROSS JOIN LATERAL (SELECT e.realised_pnl + e.unrealised_pnl - e.fees + e.funding AS earned
                                                    FROM equity_snapshots e
                                                    WHERE e.bot_id = bot AND e.mode = asked.mode AND e.at <= hour
                                                    ORDER BY e.at DESC LIMIT 1) s) together""";
    private static final String KEEP_PEAK = """
            INSERT INTO fleet_peaks (mode, bots, earned, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (mode) DO UPDATE SET bots = excluded.bots, earned = excluded.earned, at = excluded.at""";

    private final PostgresSession session;
    private final boolean withPeaks;
    /// The bots of each mode whose peak holds what their snapshots say of the time before.
    private final Map<String, String> withHistory = new HashMap<>();

    /// The session stays its owner's.
    ///
    /// @param withPeaks whether anybody asks for the highest earnings, which take long to find
    public PostgresFleet(PostgresSession session, boolean withPeaks) {
        this.session = session;
        this.withPeaks = withPeaks;
    }

    /// Reads the ledger.
    ///
    /// @param mayLogIn the bots that may log in
    /// @throws io.tradinghub.market.StoreUnavailableException when PostgreSQL does not answer
    public Ledger read(List<String> mayLogIn, Instant hubNow) {
        return session.inTransaction("read what the bots hold", connection -> {
            Map<Key, List<Holding>> holdings = new TreeMap<>();
            Map<Key, BigDecimal> settled = new HashMap<>();
            readPositions(connection, holdings, settled);
            readFunding(connection, settled);
            Map<Key, Snapshot> snapshots = snapshots(connection, hubNow);
            Map<String, String> modes = new TreeMap<>();
            snapshots.values().forEach(snapshot -> modes.put(snapshot.key.bot, snapshot.key.mode)); // newest last
            holdings.forEach((key, held) -> {
                if (!held.isEmpty()) {
                    modes.putIfAbsent(key.bot, key.mode);
                }
            });
            Map<String, List<BotBook>> books = new TreeMap<>();
            snapshots.values().stream().map(Snapshot::key).forEach(key -> holdings.putIfAbsent(key, List.of()));
            holdings.forEach((key, held) -> {
                Snapshot snapshot = snapshots.get(key);
                boolean isItsMode = key.mode.equals(modes.get(key.bot))
                        && (mayLogIn.contains(key.bot) || !held.isEmpty());
                if (isItsMode || (snapshot != null && snapshot.isOfToday)) {
                    books.computeIfAbsent(key.mode, _ -> new ArrayList<>()).add(new BotBook(key.bot,
                            settled.getOrDefault(key, BigDecimal.ZERO),
                            snapshot == null ? BigDecimal.ZERO : snapshot.capital,
                            snapshot == null ? BigDecimal.ZERO : snapshot.earnedAtDayOpen, held));
                }
            });
            List<FleetBook> fleets = new ArrayList<>();
            for (Map.Entry<String, List<BotBook>> mode : books.entrySet()) {
                FleetBook fleet = new FleetBook(mode.getKey(), mode.getValue(), BigDecimal.ZERO);
                fleets.add(new FleetBook(fleet.mode(), fleet.bots(), peak(connection, fleet, hubNow)));
            }
            return new Ledger(fleets, modes,
                    holdings.entrySet().stream()
                            .map(one -> new Booked(one.getKey().bot, one.getKey().mode, one.getValue())).toList());
        });
    }

    /// Keeps what the bots of a mode earned together at the most, for the next start.
    public void keep(FleetBook fleet, BigDecimal peak, Instant hubNow) {
        session.inTransaction("keep the highest earnings", connection -> keep(connection, fleet, peak, hubNow));
    }

    private static int keep(Connection connection, FleetBook fleet, BigDecimal peak, Instant hubNow)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEEP_PEAK)) {
            statement.setString(1, fleet.mode());
            statement.setString(2, fleet.names());
            statement.setBigDecimal(3, peak);
            statement.setObject(4, hubNow.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }

    private static void readPositions(Connection connection, Map<Key, List<Holding>> holdings,
            Map<Key, BigDecimal> settled) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(POSITIONS); ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Key key = Key.of(row);
                settled.merge(key, row.getBigDecimal("settled"), BigDecimal::add);
                List<Holding> held = holdings.computeIfAbsent(key, _ -> new ArrayList<>());
                BigDecimal quantity = row.getBigDecimal("qty");
                if (quantity.signum() != 0) {
                    held.add(new Holding(InstrumentId.parse(row.getString("instrument")), quantity,
                            row.getBigDecimal("entry_price")));
                }
            }
        }
    }

    private static void readFunding(Connection connection, Map<Key, BigDecimal> settled) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FUNDING); ResultSet row = query.executeQuery()) {
            while (row.next()) {
                settled.merge(Key.of(row), row.getBigDecimal("amount"), BigDecimal::add);
            }
        }
    }

    private static Map<Key, Snapshot> snapshots(Connection connection, Instant hubNow) throws SQLException {
        Map<Key, Snapshot> snapshots = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(BOTS)) {
            query.setObject(1, hubNow.truncatedTo(ChronoUnit.DAYS).atOffset(ZoneOffset.UTC));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Key key = Key.of(row);
                    snapshots.put(key, new Snapshot(key, row.getBoolean("seen_today"), row.getBigDecimal("capital"),
                            row.getBigDecimal("earned_at_open")));
                }
            }
        }
        return snapshots;
    }

    private BigDecimal peak(Connection connection, FleetBook fleet, Instant hubNow) throws SQLException {
        if (!withPeaks) {
            return BigDecimal.ZERO;
        }
        BigDecimal kept = earned(connection, PEAK, fleet, Optional.empty()).orElse(BigDecimal.ZERO);
        if (fleet.names().equals(withHistory.get(fleet.mode()))) {
            return kept;
        }
        BigDecimal found = earned(connection, PEAK_OF_HISTORY, fleet, Optional.of(hubNow)).orElse(BigDecimal.ZERO);
        keep(connection, fleet, found.max(kept), hubNow);
        withHistory.put(fleet.mode(), fleet.names());
        return found.max(kept);
    }

    private static Optional<BigDecimal> earned(Connection connection, String sql, FleetBook fleet,
            Optional<Instant> hubNow) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, fleet.mode());
            query.setString(2, fleet.names());
            if (hubNow.isPresent()) {
                query.setObject(3, hubNow.get().atOffset(ZoneOffset.UTC));
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getBigDecimal("earned")) : Optional.empty();
            }
        }
    }

    /// What the ledger says.
    ///
    /// @param modes in which mode each bot trades: the one of its newest equity
    public record Ledger(List<FleetBook> fleets, Map<String, String> modes, List<Booked> booked) {
        public Ledger {
            fleets = List.copyOf(fleets);
            modes = Map.copyOf(modes);
            booked = List.copyOf(booked);
        }
    }

    private record Key(String bot, String mode) implements Comparable<Key> {
        static Key of(ResultSet row) throws SQLException {
            return new Key(row.getString("bot_id"), row.getString("mode"));
        }

        @Override
        public int compareTo(Key other) {
            int bots = bot.compareTo(other.bot);
            return bots != 0 ? bots : mode.compareTo(other.mode);
        }
    }

    private record Snapshot(Key key, boolean isOfToday, BigDecimal capital, BigDecimal earnedAtDayOpen) {}
}
