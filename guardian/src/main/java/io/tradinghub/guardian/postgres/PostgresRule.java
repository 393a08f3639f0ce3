package io.tradinghub.guardian.postgres;

import io.tradinghub.guardian.alert.AlertRule;

/// The rules that PostgreSQL judges, each as one query. It answers a row for each condition: subject, detail, and the
/// title where that is not the rule's.
///
/// A query reads what it is asked about from `asked`: `now` of the hub, `since` when recorded events are new, `bots`,
/// and which of them are `alive` (null when Redis cannot say).
enum PostgresRule {
    /// Without a word from Redis a bot lives that has written equity lately.
    POSITION_UNWATCHED(AlertRule.POSITION_UNWATCHED, Pace.EACH_MINUTE, """
            SELECT p.bot_id, format('%s holds %s (%s) and shows no sign of life: ./hub up %s, or ./hub flatten %s',
                                    p.bot_id,
                                    string_agg(format('%s %s:%s', trim_scale(p.qty), p.category, p.symbol), ', '
                                               ORDER BY p.category, p.symbol),
                                    string_agg(DISTINCT p.mode, ', '), p.bot_id, p.bot_id)
            FROM positions p, asked
            WHERE p.qty <> 0
              AND CASE WHEN alive IS NULL
                       THEN NOT EXISTS (SELECT FROM equity_snapshots e WHERE e.bot_id = p.bot_id AND e.mode = p.mode
                                                                         AND e.at > now - interval '3 minutes')
                       ELSE NOT p.bot_id = ANY (alive) END
            GROUP BY p.bot_id"""),
    /// By what the process itself says.
    STANDBY_WAITS(AlertRule.STANDBY_WAITS, Pace.EACH_ROUND, """
            SELECT h.bot_id, format('a process of %s stands by and waits for %s: ./hub logs %s', h.bot_id, h.detail, h.bot_id)
            FROM bot_health h, asked
            WHERE h.process = 'STANDBY' AND h.work = 'WAITING' AND h.bot_id = ANY (bots)
              AND h.seen_at > now - interval '1 minute'"""),
    /// In whatever mode the bot trades.
    LEDGER_STALE(AlertRule.LEDGER_STALE, Pace.EACH_ROUND, """
            SELECT bot, format('%s lives but has written no equity for 3 minutes: ./hub logs %s', bot, bot)
            FROM asked, unnest(bots) AS bot
            WHERE (alive IS NULL OR bot = ANY (alive))
              AND NOT EXISTS (SELECT FROM (VALUES ('paper'), ('demo'), ('testnet'), ('live')) m (mode)
                              JOIN equity_snapshots e ON e.bot_id = bot AND e.mode = m.mode
                              WHERE e.at > now - interval '3 minutes')"""),
    /// One for each instrument, and each origin of what was not ordered, so that none hides another. What has a rule of
    /// its own, and what a person did, is left out.
    RISK_EVENT(AlertRule.RISK_EVENT, Pace.EACH_ROUND, """
            SELECT concat_ws(' ', format('%s (%s)', bot_id, mode), origin, instrument),
                   format('%s%s: docs/troubleshooting.md says what to do',
                          (array_agg(detail ORDER BY recorded_at DESC))[1],
                          CASE WHEN count(*) > 1 THEN format(' (%s times)', count(*)) END),
                   rule
            FROM risk_events, asked,
                 LATERAL (SELECT substring(detail FROM '(?:linear|spot):[A-Z0-9]+') AS instrument,
                                 CASE rule WHEN 'FOREIGN_EXECUTION' THEN substring(detail FROM '^[A-Z]+') END AS origin) about
            WHERE recorded_at > since
              AND rule NOT IN ('DRAWDOWN', 'DAILY_LOSS', 'HALTED', 'FLATTENING', 'HALT_SWITCH_UNREADABLE', 'RESUMED')
            GROUP BY bot_id, mode, rule, origin, instrument"""),
    /// Of bots that were seen within a day.
    DRAWDOWN(AlertRule.DRAWDOWN, Pace.EACH_MINUTE, """
            SELECT format('%s (%s)', bot_id, mode),
                   'more than a tenth below the highest equity: docs/troubleshooting.md, "After a drawdown"'
            FROM bot_status, asked
            WHERE drawdown > 0.1 AND last_seen_at > now - interval '1 day'"""),
    /// A leg of a hedge is guarded by the other leg, and has a stop only where the exchange could liquidate it.
    POSITION_UNPROTECTED(AlertRule.POSITION_UNPROTECTED, Pace.EACH_ROUND, """
            SELECT format('%s (%s)', p.bot_id, p.mode),
                   format('%s holds %s without a stop at the exchange: ./hub logs %s, or ./hub flatten %s', p.bot_id,
                          string_agg(format('%s %s:%s', trim_scale(p.qty), p.category, p.symbol), ', ' ORDER BY p.symbol),
                          p.bot_id, p.bot_id)
            FROM current_positions p LEFT JOIN stops s USING (bot_id, mode, category, symbol)
            WHERE p.category = 'linear' AND p.qty <> 0 AND s.stop_price IS NULL
              AND NOT EXISTS (SELECT FROM current_positions leg
                              WHERE leg.bot_id = p.bot_id AND leg.mode = p.mode AND leg.symbol = p.symbol
                                AND leg.category = 'spot' AND sign(leg.qty) = -sign(p.qty))
            GROUP BY p.bot_id, p.mode"""),
    /// Of bots that trade in the mode now: they write equity. The engine resyncs every 5 minutes.
    RESYNC_OLD(AlertRule.RESYNC_OLD, Pace.EACH_ROUND, """
            SELECT format('%s (%s)', w.bot_id, w.mode),
                   format('%s last compared itself with the exchange at %s UTC, and should every 5 minutes: ./hub logs %s',
                          w.bot_id, to_char(w.executions_until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), w.bot_id)
            FROM execution_watermarks w, asked
            WHERE w.mode <> 'paper' AND w.executions_until < now - interval '15 minutes'
              AND EXISTS (SELECT FROM equity_snapshots e WHERE e.bot_id = w.bot_id AND e.mode = w.mode
                                                           AND e.at > now - interval '3 minutes')"""),
    /// With the last reason.
    ORDERS_REJECTED(AlertRule.ORDERS_REJECTED, Pace.EACH_ROUND, """
            SELECT format('%s (%s)', bot_id, mode),
                   format('three or more orders rejected within 15 minutes, last: %s; ./hub logs %s',
                          coalesce((array_agg(reject_reason ORDER BY created_at DESC))[1], 'no reason given'), bot_id)
            FROM orders, asked, unnest(bots) AS bot
            WHERE bot_id = bot AND status = 'REJECTED' AND created_at > now - interval '15 minutes'
            GROUP BY bot_id, mode
            HAVING count(*) > 2"""),
    /// Of finished days only; the recorder may still fill what is younger.
    GAP(AlertRule.GAP, Pace.EACH_MINUTE, """
            SELECT format('%s:%s %s', category, symbol, interval),
                   'candles of past days are missing: ./hub logs recorder says why'
            FROM candle_coverage, asked
            WHERE stored < expected AND day < (now AT TIME ZONE 'UTC')::date
              AND day > (now AT TIME ZONE 'UTC')::date - 30
            GROUP BY category, symbol, interval"""),
    /// With all that is in it.
    DATABASE_LARGE(AlertRule.DATABASE_LARGE, Pace.EACH_MINUTE, """
            SELECT 'PostgreSQL', 'the database is larger than 10 GB: docs/alerts.md'
            WHERE pg_database_size(current_database()) > 10e9""");

    private final AlertRule rule;
    private final Pace pace;
    private final String sql;

    PostgresRule(AlertRule rule, Pace pace, String sql) {
        this.rule = rule;
        this.pace = pace;
        this.sql = sql;
    }

    AlertRule rule() {
        return rule;
    }

    Pace pace() {
        return pace;
    }

    String sql() {
        return sql;
    }

    /// How often a query is asked: those that read a lot are not asked each time.
    enum Pace {
        EACH_ROUND, EACH_MINUTE
    }
}
