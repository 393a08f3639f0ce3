package io.tradinghub.guardian;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;

import io.tradinghub.guardian.alert.Alert;
import io.tradinghub.guardian.alert.AlertBook;
import io.tradinghub.guardian.alert.AlertLog;
import io.tradinghub.guardian.alert.AlertRecord;
import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.alert.Reading;
import io.tradinghub.guardian.channel.Channel;
import io.tradinghub.guardian.channel.Courier;
import io.tradinghub.guardian.fleet.Boards;
import io.tradinghub.guardian.fleet.Breach;
import io.tradinghub.guardian.fleet.FleetBook;
import io.tradinghub.guardian.fleet.FleetJudge;
import io.tradinghub.guardian.fleet.Mark;
import io.tradinghub.guardian.halt.Halter;
import io.tradinghub.guardian.postgres.PostgresAlertLog;
import io.tradinghub.guardian.postgres.PostgresConditions;
import io.tradinghub.guardian.postgres.PostgresFleet;
import io.tradinghub.guardian.postgres.PostgresHaltRows;
import io.tradinghub.guardian.redis.RedisConditions;
import io.tradinghub.guardian.redis.RedisHaltCopies;
import io.tradinghub.guardian.redis.RedisLine;
import io.tradinghub.guardian.redis.RedisMarks;
import io.tradinghub.guardian.redis.RedisPulse;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.store.PostgresSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Judges the rules, halts bots where one of them asks for it, and tells people, in rounds. One thread.
///
/// PostgreSQL holds what was told, so a new start goes on where the last one ended. While PostgreSQL is away the
/// guardian goes on from memory, and writes everything when it is back. Redis and PostgreSQL may each be away at any
/// time, from the start on.
final class Guardian implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Guardian.class);
    /// Short enough to tell of a silent bot within two minutes.
    private static final Duration ROUND = Duration.ofSeconds(10);
    /// So long a risk event counts as something that is wrong now.
    static final Duration EVENT_LASTS = Duration.ofMinutes(15);
    /// What another side takes its time for, on a thread of its own.
    static final Executor PINGS = ping -> Thread.ofVirtual().name("dead-man").start(ping);
    private static final Reading NOTHING = new Reading(Set.of(), List.of());
    private static final double NEARLY_FULL = 0.1;
    private static final Duration TOLERATED_FAILURE = Duration.ofMinutes(2);

    private final PostgresSession session;
    private final PostgresConditions postgres;
    private final PostgresFleet fleet;
    private final AlertLog log;
    private final RedisLine line;
    private final RedisConditions redis;
    private final RedisMarks marks;
    private final RedisPulse pulse;
    private final FleetJudge judge;
    private final Halter halter;
    private final DeadMan deadMan;
    private final Disk disk;
    private final InstantSource hubClock;
    private final AlertBook book;
    private final List<Courier> couriers;
    private List<String> bots = List.of();
    /// In which mode each bot trades, as last heard.
    private Map<String, String> modes = new TreeMap<>();
    private Set<Breach> flatten = Set.of();
    private boolean resumed;
    private Optional<Instant> judgedAt = Optional.empty();
    private boolean recorded = true;
    private Map<UUID, Alert> logged = Map.of();

    /// @param disk the disk that the stores are on
    /// @param hubClock the clock that the bots date their rows with
    /// @param pings runs what pings the dead-man address, one at a time
    Guardian(GuardianSettings settings, Disk disk, InstantSource hubClock, Executor pings) {
        this.session = new PostgresSession(settings.postgres(), "guardian", "");
        this.postgres = new PostgresConditions(session);
        this.fleet = new PostgresFleet(session, settings.fleet().maxDrawdown().isPresent());
        this.log = new PostgresAlertLog(session);
        this.line = new RedisLine(settings.redis());
        this.redis = new RedisConditions(line);
        this.marks = new RedisMarks(line);
        this.pulse = new RedisPulse(line);
        this.judge = new FleetJudge(settings.fleet());
        this.halter = new Halter(new PostgresHaltRows(session), new RedisHaltCopies(line));
        this.deadMan = new DeadMan(settings.deadMan(), pings);
        this.disk = disk;
        this.hubClock = hubClock;
        this.book = new AlertBook(settings.alerts().channels().stream().map(Channel::name).toList(),
                settings.alerts().repeatAfter(),
                UUID::randomUUID);
        this.couriers = settings.alerts().channels().stream().map(channel -> new Courier(channel, settings.hub()))
                .toList();
    }

    /// Does a round every ten seconds until the thread is interrupted.
    ///
    /// @param afterRound called after each
    void run(InstantSource clock, Runnable afterRound) throws InterruptedException {
        while (true) {
            round(clock.instant());
            afterRound.run();
            Thread.sleep(ROUND);
        }
    }

    /// Looks at everything, halts what must be halted, writes down what began and ended, and tells people.
    ///
    /// @param now by this machine's clock
    void round(Instant now) {
        List<Condition> away = new ArrayList<>();
        Reading reading = readAll(now, away).and(new Reading(Set.of(AlertRule.STORE_AWAY), away)).and(readDisk())
                .and(deadMan.read());
        book.observe(reading, now);
        logChanges();
        halter.ask(Halts.of(book.lasting(), bots, modes, flatten));
        if (away.isEmpty()) {
            show(now);
        }
        record(now);
        couriers.forEach(courier -> courier.deliver(book, now));
        if (!book.unsaved().isEmpty()) {
            record(now);
        }
    }

    /// Before people are told, which may take long.
    private void show(Instant now) {
        try {
            pulse.show(now);
            deadMan.judged(now);
        } catch (StoreUnavailableException failed) {
            LOG.atWarn().addKeyValue("reason", failed.getMessage())
                    .log("bots cannot be shown that the guardian judges");
        }
    }

    /// Whether people can be told: every channel takes messages, or has failed for a moment only.
    boolean canTell(Instant now) {
        return couriers.stream().flatMap(courier -> courier.failingSince().stream())
                .noneMatch(since -> since.plus(TOLERATED_FAILURE).isBefore(now));
    }

    /// Whoever is told nothing still finds it in the log.
    private void logChanges() {
        Map<UUID, Alert> lasting = new LinkedHashMap<>();
        book.lasting().forEach(alert -> lasting.put(alert.id(), alert));
        lasting.values().stream().filter(alert -> !logged.containsKey(alert.id())).forEach(
                alert -> about(LOG.atWarn(), alert).addKeyValue("detail", alert.condition().detail())
                        .log("alert begins"));
        logged.values().stream().filter(alert -> !lasting.containsKey(alert.id()))
                .forEach(alert -> about(LOG.atInfo(), alert).log("alert ends"));
        logged = lasting;
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, Alert alert) {
        return line.addKeyValue("alert", alert.condition().title()).addKeyValue("subject",
                alert.condition().subject());
    }

    private Reading readAll(Instant now, List<Condition> away) {
        boolean postgresAnswers = readBots(away);
        Optional<RedisConditions.Answer> live = readRedis(now, away);
        Reading reading = live.map(RedisConditions.Answer::reading).orElse(NOTHING);
        Optional<PostgresFleet.Ledger> ledger = Optional.empty();
        if (postgresAnswers) {
            try {
                Instant since = judgedAt.filter(at -> at.isBefore(now)).orElse(now).minus(EVENT_LASTS);
                reading = reading.and(postgres.read(new PostgresConditions.Question(now, hubClock.instant(), since,
                        bots, live.map(RedisConditions.Answer::alive))));
                ledger = Optional.of(fleet.read(bots, hubClock.instant()));
                judgedAt = Optional.of(now);
            } catch (StoreUnavailableException failed) {
                away.add(isAway("PostgreSQL", failed));
            }
        }
        return reading.and(judgeFleet(ledger, live, now, away));
    }

    private Reading judgeFleet(Optional<PostgresFleet.Ledger> ledger, Optional<RedisConditions.Answer> live,
            Instant now, List<Condition> away) {
        ledger.ifPresent(found -> modes = new TreeMap<>(found.modes()));
        live.ifPresent(found -> found.boards().forEach(board -> modes.put(board.bot(), board.mode())));
        Boards.Comparison compared = ledger.isPresent() && live.isPresent()
                ? Boards.compare(live.get().boards(), ledger.get().booked())
                : new Boards.Comparison(Set.of(), NOTHING);
        Optional<Map<InstrumentId, Mark>> prices = ledger.isPresent() && live.isPresent()
                ? readMarks(ledger.get().fleets(), away)
                : Optional.empty();
        Optional<List<FleetBook>> books = ledger.map(PostgresFleet.Ledger::fleets);
        FleetJudge.Verdict verdict = judge.judge(
                new FleetJudge.Sight(books, prices, compared.sure(), hubClock.instant()), now);
        flatten = verdict.flatten();
        books.orElse(List.of()).forEach(book -> keepPeak(book, verdict.peaks()));
        return compared.reading().and(verdict.reading());
    }

    private Optional<Map<InstrumentId, Mark>> readMarks(List<FleetBook> books, List<Condition> away) {
        TreeSet<InstrumentId> held = new TreeSet<>();
        books.forEach(book -> held.addAll(book.instruments()));
        try {
            return Optional.of(marks.of(held));
        } catch (StoreUnavailableException failed) {
            away.add(isAway("Redis", failed));
            return Optional.empty();
        }
    }

    private void keepPeak(FleetBook book, Map<String, BigDecimal> peaks) {
        BigDecimal peak = peaks.get(book.mode());
        try {
            if (peak != null) {
                fleet.keep(book, peak, hubClock.instant());
            }
        } catch (StoreUnavailableException failed) { // the next round tries again, and says that PostgreSQL is away
            LOG.atDebug().setCause(failed).log("the highest earnings are not kept");
        }
    }

    private boolean readBots(List<Condition> away) {
        try {
            if (!resumed) {
                AlertLog.Kept kept = log.load();
                book.resume(kept.records());
                judgedAt = kept.evaluatedAt();
                resumed = true;
                LOG.atInfo().addKeyValue("alerts", kept.records().size()).log("resumed");
            }
            bots = postgres.bots();
            return true;
        } catch (StoreUnavailableException failed) {
            away.add(isAway("PostgreSQL", failed));
            return false;
        }
    }

    private Optional<RedisConditions.Answer> readRedis(Instant now, List<Condition> away) {
        try {
            return Optional.of(redis.read(bots, now));
        } catch (StoreUnavailableException failed) {
            away.add(isAway("Redis", failed));
            return Optional.empty();
        }
    }

    private static Condition isAway(String store, StoreUnavailableException failed) {
        return new Condition(AlertRule.STORE_AWAY, store,
                "%s does not answer, so nobody sees what bots do: ./hub status (%s)".formatted(store,
                        failed.getMessage()));
    }

    private Reading readDisk() {
        List<Condition> found = new ArrayList<>();
        if (disk.totalBytes() > 0 && disk.freeBytes() < NEARLY_FULL * disk.totalBytes()) {
            found.add(new Condition(AlertRule.DISK_NEARLY_FULL, "this host",
                    "less than a tenth of the disk is free, and PostgreSQL stops when it is full: docker system df"));
        }
        return new Reading(Set.of(AlertRule.DISK_NEARLY_FULL), found);
    }

    private void record(Instant now) {
        if (!resumed) {
            return;
        }
        try {
            List<AlertRecord> changed = book.unsaved();
            log.save(changed, judgedAt.orElse(now));
            book.saved();
            recorded = true;
        } catch (StoreUnavailableException failed) {
            if (recorded) {
                LOG.atWarn().addKeyValue("reason", failed.getMessage()).log("alerts are kept in memory only");
            }
            recorded = false;
        }
    }

    @Override
    public void close() {
        line.close();
        session.close();
    }

    /// How much room a disk has.
    interface Disk {
        long totalBytes();

        long freeBytes();

        /// The disk that this file is on.
        static Disk of(Path path) {
            return new Disk() {
                @Override
                public long totalBytes() {
                    return path.toFile().getTotalSpace();
                }

                @Override
                public long freeBytes() {
                    return path.toFile().getUsableSpace();
                }
            };
        }
    }
}
