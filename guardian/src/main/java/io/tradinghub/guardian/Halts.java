package io.tradinghub.guardian;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tradinghub.guardian.alert.Alert;
import io.tradinghub.guardian.fleet.Breach;
import io.tradinghub.guardian.halt.Halt;

/// Says which alerts end entries, and of which bots. Bots of other modes trade on.
final class Halts {
    private static final String PAPER = "paper";

    private Halts() {}

    /// Everything that must be asked for while these alerts last.
    ///
    /// @param bots who may log in
    /// @param modes in which mode each trades, as the ledger writes it
    /// @param flatten the breaches that also close everything
    static List<Halt> of(List<Alert> lasting, List<String> bots, Map<String, String> modes, Set<Breach> flatten) {
        List<Halt> halts = new ArrayList<>();
        for (Alert alert : lasting) {
            String subject = alert.condition().subject();
            List<String> targets = switch (alert.condition().rule()) {
                case FLEET_LOSS, FLEET_DRAWDOWN, FLEET_UNJUDGED ->
                    bots.stream().filter(bot -> subject.equals(modes.get(bot))).toList();
                case POSITION_UNPROTECTED, RESYNC_OLD, BOARD_DIFFERS ->
                    bots.stream().filter(bot -> isReal(subject, bot)).toList();
                case BOT_SILENT, POSITION_UNWATCHED, STANDBY_WAITS, BOT_WAITS, ENTRIES_OFF, RISK_EVENT, DRAWDOWN,
                        ORDERS_REJECTED, LEDGER_STALE, RECORDER_STALE, GAP, STORE_AWAY, DISK_NEARLY_FULL,
                        REDIS_NEARLY_FULL, DATABASE_LARGE, DEAD_MAN_UNREACHED ->
                    List.of();
            };
            targets.forEach(bot -> halts.add(halt(alert, Halt.Kind.HALT, bot)));
            if (flatten.contains(new Breach(alert.condition().rule(), subject))) {
                targets.forEach(bot -> halts.add(halt(alert, Halt.Kind.FLATTEN, bot)));
            }
        }
        return halts;
    }

    /// Whether the subject is this bot on a real account: on paper people are told, and nothing is halted.
    private static boolean isReal(String subject, String bot) {
        return subject.startsWith(bot + " (") && !subject.equals("%s (%s)".formatted(bot, PAPER));
    }

    private static Halt halt(Alert alert, Halt.Kind kind, String bot) {
        return new Halt(alert.id(), kind, bot, alert.condition().detail());
    }
}
