package io.tradinghub.guardian.fleet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Reading;
import io.tradinghub.market.InstrumentId;

/// Compares what living bots show of their positions with what the ledger has.
public final class Boards {
    private Boards() {}

    /// Judges every bot that shows positions.
    ///
    /// @param shown what each living bot shows
    /// @param booked what the ledger has of each bot in each mode
    public static Comparison compare(List<Board> shown, List<Booked> booked) {
        Set<String> sure = new TreeSet<>();
        List<Condition> found = new ArrayList<>();
        for (Board board : shown) {
            Map<InstrumentId, BigDecimal> ledger = booked.stream()
                    .filter(one -> one.bot.equals(board.bot) && one.mode.equals(board.mode))
                    .flatMap(one -> one.holdings.stream())
                    .collect(Collectors.toMap(Holding::instrument, Holding::quantity));
            List<String> differences = differences(board.positions, ledger);
            if (differences.isEmpty()) {
                sure.add(board.bot);
            } else {
                found.add(new Condition(AlertRule.BOARD_DIFFERS, "%s (%s)".formatted(board.bot, board.mode),
                        "%s: ./hub logs %s".formatted(String.join(", ", differences), board.bot)));
            }
        }
        return new Comparison(sure, new Reading(Set.of(AlertRule.BOARD_DIFFERS), found));
    }

    private static List<String> differences(Map<InstrumentId, BigDecimal> board, Map<InstrumentId, BigDecimal> ledger) {
        TreeMap<InstrumentId, BigDecimal> all = new TreeMap<>(board);
        ledger.forEach(all::putIfAbsent);
        List<String> differences = new ArrayList<>();
        for (InstrumentId instrument : all.keySet()) {
            BigDecimal shows = board.getOrDefault(instrument, BigDecimal.ZERO);
            BigDecimal has = ledger.getOrDefault(instrument, BigDecimal.ZERO);
            if (shows.compareTo(has) != 0) {
                differences.add("the bot shows %s of %s and the ledger has %s".formatted(plain(shows), instrument,
                        plain(has)));
            }
        }
        return differences;
    }

    private static String plain(BigDecimal quantity) {
        return quantity.stripTrailingZeros().toPlainString();
    }

    /// What a living bot shows.
    ///
    /// @param mode as the ledger writes it
    public record Board(String bot, String mode, Map<InstrumentId, BigDecimal> positions) {
        public Board {
            positions = Map.copyOf(positions);
        }
    }

    /// What the ledger has of a bot in a mode.
    public record Booked(String bot, String mode, List<Holding> holdings) {
        public Booked {
            holdings = List.copyOf(holdings);
        }
    }

    /// What came out.
    ///
    /// @param sure the bots that show the very positions that the ledger has
    public record Comparison(Set<String> sure, Reading reading) {
        public Comparison {
            sure = Set.copyOf(sure);
        }
    }
}
