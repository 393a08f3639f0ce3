package io.tradinghub.guardian.fleet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Reading;
import io.tradinghub.market.InstrumentId;
import org.jspecify.annotations.Nullable;

/// Judges what all bots of each mode are worth together by the limits, and how long it could not. Modes never mix. One
/// thread; time comes with the calls.
///
/// A mode is judged when the ledger answers and everything held in it has a price younger than [#FRESH]. Otherwise
/// nobody knows: what was found last stays found, nothing is flattened, and entries end once that has lasted for
/// [FleetLimits#blindAfter()].
public final class FleetJudge {
    /// How old a price may be.
    public static final Duration FRESH = Duration.ofSeconds(15);
    /// How far apart the two judgements are that it takes to close everything.
    public static final Duration CONFIRMED_AFTER = Duration.ofSeconds(30);
    private static final Set<AlertRule> RULES = Set.of(AlertRule.FLEET_LOSS, AlertRule.FLEET_DRAWDOWN,
            AlertRule.FLEET_UNJUDGED);

    private final FleetLimits limits;
    private final Map<String, Mode> modes = new TreeMap<>();

    public FleetJudge(FleetLimits limits) {
        this.limits = limits;
    }

    /// Judges every mode that has bots.
    ///
    /// @param now by this machine's clock
    public Verdict judge(Sight sight, Instant now) {
        if (!limits.areSet()) {
            return new Verdict(new Reading(RULES, List.of()), Set.of(), Map.of());
        }
        sight.books.ifPresent(this::follow);
        List<Condition> found = new ArrayList<>();
        Set<Breach> confirmed = new HashSet<>();
        Map<String, BigDecimal> peaks = new TreeMap<>();
        boolean isEachKnown = sight.books.isPresent() || !modes.isEmpty();
        for (Mode mode : modes.values()) {
            Optional<String> lack = lack(mode, sight);
            if (lack.isPresent()) {
                mode.isBlind(lack.get(), now);
            } else {
                BigDecimal earned = earned(mode.book, sight.marks.orElseThrow());
                mode.risesTo(earned);
                mode.isJudged(breaches(mode, earned));
            }
            mode.confirm(lack.isEmpty() && !isDoubtful(mode.book, sight), now, confirmed);
            if (limits.maxDrawdown().isPresent() && mode.peak.compareTo(mode.book.peakEarned()) > 0) {
                peaks.put(mode.book.mode(), mode.peak);
            }
            isEachKnown &= mode.breaches != null;
            mode.addTo(found, limits.blindAfter(), now);
        }
        Set<AlertRule> answered = isEachKnown ? RULES : Set.of(AlertRule.FLEET_UNJUDGED);
        return new Verdict(new Reading(answered, found), limits.flattens() ? confirmed : Set.of(), peaks);
    }

    private void follow(List<FleetBook> books) {
        modes.keySet().retainAll(books.stream().map(FleetBook::mode).toList());
        for (FleetBook book : books) {
            Mode known = modes.get(book.mode());
            if (known == null) {
                modes.put(book.mode(), new Mode(book));
            } else {
                known.follow(book);
            }
        }
    }

    /// Why the mode cannot be judged now; empty when it can.
    private static Optional<String> lack(Mode mode, Sight sight) {
        if (sight.books.isEmpty()) {
            return Optional.of("PostgreSQL does not answer");
        }
        if (sight.marks.isEmpty()) {
            return Optional.of("Redis does not answer");
        }
        List<String> old = mode.book.instruments().stream()
                .filter(instrument -> !isFresh(sight.marks.get().get(instrument), sight.hubNow))
                .map(InstrumentId::toString).toList();
        return old.isEmpty()
                ? Optional.empty()
                : Optional.of("no price younger than %d s of %s".formatted(FRESH.toSeconds(), String.join(", ", old)));
    }

    private static boolean isFresh(@Nullable Mark mark, Instant hubNow) {
        return mark != null && Duration.between(mark.at(), hubNow).abs().compareTo(FRESH) < 0;
    }

    /// Whether the ledger may be behind what a bot holds: the bot does not live, or shows something else.
    private static boolean isDoubtful(FleetBook book, Sight sight) {
        return book.bots().stream().filter(bot -> !bot.holdings().isEmpty())
                .anyMatch(bot -> !sight.sure.contains(bot.bot()));
    }

    private static BigDecimal earned(FleetBook book, Map<InstrumentId, Mark> marks) {
        BigDecimal earned = BigDecimal.ZERO;
        for (BotBook bot : book.bots()) {
            earned = earned.add(bot.settled());
            for (Holding holding : bot.holdings()) {
                Mark mark = marks.get(holding.instrument());
                if (mark == null) {
                    throw new IllegalArgumentException("no price of " + holding.instrument());
                }
                earned = earned.add(mark.price().subtract(holding.entryPrice()).multiply(holding.quantity()));
            }
        }
        return earned;
    }

    private Map<AlertRule, String> breaches(Mode mode, BigDecimal earned) {
        Map<AlertRule, String> breaches = new TreeMap<>();
        BigDecimal loss = mode.book.bots().stream().map(BotBook::earnedAtDayOpen)
                .reduce(BigDecimal.ZERO, BigDecimal::add).subtract(earned);
        limits.maxDailyLoss().filter(limit -> loss.compareTo(limit) > 0).ifPresent(
                limit -> breaches.put(AlertRule.FLEET_LOSS,
                        "the bots of mode %s lost %s together since 00:00 UTC, more than GUARDIAN_MAX_DAILY_LOSS %s: each is halted until ./hub resume BOT"
                                .formatted(mode.book.mode(), rounded(loss), limit.toPlainString())));
        BigDecimal capital = mode.book.bots().stream().map(BotBook::capital).reduce(BigDecimal.ZERO, BigDecimal::add);
        double highest = capital.add(mode.peak).doubleValue();
        double drawdown = highest > 0 ? 1 - capital.add(earned).doubleValue() / highest : 0;
        limits.maxDrawdown().filter(limit -> drawdown > limit).ifPresent(
                limit -> breaches.put(AlertRule.FLEET_DRAWDOWN,
                        "the bots of mode %s are together %s %% below their highest equity of %s, more than GUARDIAN_MAX_DRAWDOWN %s: each is halted until ./hub resume BOT"
                                .formatted(mode.book.mode(), rounded(BigDecimal.valueOf(drawdown * 100)),
                                        rounded(capital.add(mode.peak)), limit)));
        return breaches;
    }

    private static String rounded(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    /// What can be seen now.
    ///
    /// @param books one for each mode that has bots; empty when PostgreSQL does not answer
    /// @param marks of what the books hold; empty when Redis does not answer
    /// @param sure the bots that live and show the very positions that the ledger has
    /// @param hubNow by the clock that the exchange dates prices with
    public record Sight(Optional<List<FleetBook>> books, Optional<Map<InstrumentId, Mark>> marks, Set<String> sure,
            Instant hubNow) {
        public Sight {
            books = books.map(List::copyOf);
            marks = marks.map(Map::copyOf);
            sure = Set.copyOf(sure);
        }
    }

    /// What was found.
    ///
    /// @param flatten the breaches that two judgements far enough apart saw, and none between them did not
    /// @param peaks what a mode has now earned at the most, by mode, where that is more than its book says
    public record Verdict(Reading reading, Set<Breach> flatten, Map<String, BigDecimal> peaks) {
        public Verdict {
            flatten = Set.copyOf(flatten);
            peaks = Map.copyOf(peaks);
        }
    }

    /// What is known of one mode.
    private static final class Mode {
        private FleetBook book;
        private BigDecimal peak;
        private @Nullable BigDecimal earnedBefore;
        /// The last judgement, a text for each breach; null before the first.
        private @Nullable Map<AlertRule, String> breaches;
        private @Nullable Instant blindSince;
        private String lack = "";
        private final Map<AlertRule, Instant> firstSeen = new HashMap<>();

        private Mode(FleetBook book) {
            this.book = book;
            this.peak = book.peakEarned();
        }

        private void follow(FleetBook newest) {
            if (newest.names().equals(book.names())) {
                peak = peak.max(newest.peakEarned());
            } else {
                peak = newest.peakEarned();
                earnedBefore = null;
            }
            book = newest;
        }

        /// One wrong price makes no peak: what two judgements in a row saw counts.
        private void risesTo(BigDecimal earned) {
            if (earnedBefore != null) {
                peak = peak.max(earned.min(earnedBefore));
            }
            earnedBefore = earned;
        }

        private void isJudged(Map<AlertRule, String> found) {
            breaches = found;
            blindSince = null;
        }

        private void isBlind(String why, Instant now) {
            lack = why;
            blindSince = blindSince == null ? now : blindSince;
        }

        private void confirm(boolean isSure, Instant now, Set<Breach> confirmed) {
            Map<AlertRule, String> found = isSure && breaches != null ? breaches : Map.of();
            firstSeen.keySet().retainAll(found.keySet());
            for (AlertRule rule : found.keySet()) {
                Instant first = firstSeen.computeIfAbsent(rule, _ -> now);
                if (!first.plus(CONFIRMED_AFTER).isAfter(now)) {
                    confirmed.add(new Breach(rule, book.mode()));
                }
            }
        }

        private void addTo(List<Condition> found, Duration blindAfter, Instant now) {
            if (breaches != null) {
                breaches.forEach((rule, detail) -> found.add(new Condition(rule, book.mode(), detail)));
            }
            if (blindSince != null && !blindSince.plus(blindAfter).isAfter(now)) {
                found.add(new Condition(AlertRule.FLEET_UNJUDGED, book.mode(),
                        "nobody can tell whether the bots of mode %s are within GUARDIAN_MAX_DAILY_LOSS and GUARDIAN_MAX_DRAWDOWN: %s, for longer than GUARDIAN_BLIND_AFTER: each is halted until ./hub resume BOT"
                                .formatted(book.mode(), lack)));
            }
        }
    }
}
