package io.tradinghub.guardian.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Turns conditions that come and go into alerts that begin and end once, and knows what each channel still has to be
/// told. One thread.
///
/// An alert begins when its condition has lasted for the rule's [AlertRule#pending()], and ends when the condition has
/// been away for [#CLEAR_AFTER], so that one that comes and goes every minute is one alert. While a rule cannot be
/// judged, its alerts stay as they are.
public final class AlertBook {
    /// How long a condition must be away before its alert ends.
    public static final Duration CLEAR_AFTER = Duration.ofMinutes(5);
    /// A condition that is away for less has lasted all the time: a bot that ends again and again lives in between.
    static final Duration TOLERATED_ABSENCE = Duration.ofSeconds(30);

    private final List<String> channels;
    private final Duration repeatAfter;
    private final Supplier<UUID> ids;
    private final Map<Condition.Key, Span> pending = new HashMap<>();
    private final Map<Condition.Key, Lasting> lasting = new LinkedHashMap<>();
    private final Map<UUID, Entry> entries = new LinkedHashMap<>();
    private final Set<UUID> unsaved = new LinkedHashSet<>();

    /// @param channels the names of the channels that are told
    /// @param repeatAfter how often a channel is reminded of an alert that lasts
    /// @param ids makes the identity of a new alert
    public AlertBook(List<String> channels, Duration repeatAfter, Supplier<UUID> ids) {
        this.channels = List.copyOf(channels);
        this.repeatAfter = repeatAfter;
        this.ids = ids;
    }

    /// Takes over what an earlier process left. An alert that this process also found is one alert: the earlier one.
    public void resume(Collection<AlertRecord> records) {
        for (AlertRecord kept : records) {
            Condition.Key key = kept.alert().condition().key();
            Map<String, Delivery> deliveries = new HashMap<>(kept.deliveries());
            Lasting own = kept.alert().endedAt().isEmpty() ? lasting.get(key) : null;
            if (own != null) {
                Entry doubled = entries.remove(own.id);
                unsaved.remove(own.id);
                if (doubled != null) {
                    doubled.deliveries.forEach((channel, delivery) -> deliveries.merge(channel, delivery,
                            (before, now) -> now.toldAt().isPresent() ? now : before));
                }
            }
            entries.put(kept.alert().id(), new Entry(kept.alert(), deliveries));
            if (kept.alert().endedAt().isEmpty()) {
                lasting.put(key, new Lasting(kept.alert().id(), own == null ? null : own.absentSince));
            }
            forgetIfAllIsTold(kept.alert().id());
        }
    }

    /// Begins and ends alerts by what was found at this moment.
    public void observe(Reading reading, Instant now) {
        Set<Condition.Key> present = new HashSet<>();
        for (Condition condition : reading.found()) {
            if (present.add(condition.key())) {
                found(condition, now);
            }
        }
        pending.entrySet().removeIf(one -> isAbsent(one.getKey(), reading, present)
                && !one.getValue().seenAt.plus(TOLERATED_ABSENCE).isAfter(now));
        List<Condition.Key> absent = lasting.keySet().stream().filter(key -> isAbsent(key, reading, present)).toList();
        absent.forEach(key -> missed(key, now));
    }

    /// What the channel has to be told now, oldest alert first.
    public List<Notice> due(String channel, Instant now) {
        List<Notice> notices = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Delivery delivery = entry.deliveries.getOrDefault(channel, Delivery.NOTHING_YET);
            kindDue(entry.alert, delivery, now).ifPresent(kind -> notices.add(new Notice(kind, entry.alert)));
        }
        return notices;
    }

    /// The channel has taken these notices.
    public void told(String channel, List<Notice> notices, Instant now) {
        for (Notice notice : notices) {
            Entry entry = entries.get(notice.alert().id());
            if (entry == null) {
                continue;
            }
            Delivery before = entry.deliveries.getOrDefault(channel, Delivery.NOTHING_YET);
            entry.deliveries.put(channel, switch (notice.kind()) {
                case BEGAN, LASTS -> new Delivery(Optional.of(now), before.endToldAt());
                case ENDED, CAME_AND_WENT -> new Delivery(before.toldAt(), Optional.of(now));
            });
            unsaved.add(notice.alert().id());
        }
    }

    /// What has changed since it was last saved.
    public List<AlertRecord> unsaved() {
        return unsaved.stream().map(entries::get).map(entry -> new AlertRecord(entry.alert, entry.deliveries)).toList();
    }

    /// All of [#unsaved()] is on record.
    public void saved() {
        List<UUID> written = List.copyOf(unsaved);
        unsaved.clear();
        written.forEach(this::forgetIfAllIsTold);
    }

    /// The alerts that last, oldest first.
    public List<Alert> lasting() {
        return lasting.values().stream().map(one -> entryOf(one).alert).toList();
    }

    private void found(Condition condition, Instant now) {
        Condition.Key key = condition.key();
        Lasting known = lasting.get(key);
        if (known != null) {
            known.absentSince = null;
            Entry entry = entryOf(known);
            if (!entry.alert.condition().equals(condition)) {
                entry.alert = new Alert(entry.alert.id(), condition, entry.alert.beganAt(), Optional.empty());
                unsaved.add(known.id);
            }
            return;
        }
        Span span = pending.computeIfAbsent(key, _ -> new Span(now));
        span.seenAt = now;
        if (!span.beganAt.plus(condition.rule().pending()).isAfter(now)) {
            pending.remove(key);
            begin(new Alert(ids.get(), condition, span.beganAt, Optional.empty()));
        }
    }

    private void begin(Alert alert) {
        Map<String, Delivery> owed = new HashMap<>();
        channels.forEach(channel -> owed.put(channel, Delivery.NOTHING_YET));
        entries.put(alert.id(), new Entry(alert, owed));
        lasting.put(alert.condition().key(), new Lasting(alert.id(), null));
        unsaved.add(alert.id());
    }

    private void missed(Condition.Key key, Instant now) {
        Lasting known = lasting.get(key);
        if (known == null) {
            return;
        }
        Instant since = known.absentSince == null ? now : known.absentSince;
        known.absentSince = since;
        if (!since.plus(CLEAR_AFTER).isAfter(now)) {
            Entry entry = entryOf(known);
            Instant began = entry.alert.beganAt(); // by a clock that may have been put back since
            entry.alert = new Alert(entry.alert.id(), entry.alert.condition(), began,
                    Optional.of(since.isBefore(began) ? began : since));
            lasting.remove(key);
            unsaved.add(known.id);
        }
    }

    private Optional<Notice.Kind> kindDue(Alert alert, Delivery delivery, Instant now) {
        if (alert.endedAt().isPresent()) {
            if (delivery.endToldAt().isPresent()) {
                return Optional.empty();
            }
            return Optional.of(delivery.toldAt().isPresent() ? Notice.Kind.ENDED : Notice.Kind.CAME_AND_WENT);
        }
        if (delivery.toldAt().isEmpty()) {
            return Optional.of(Notice.Kind.BEGAN);
        }
        return delivery.toldAt().filter(at -> !at.plus(repeatAfter).isAfter(now)).map(_ -> Notice.Kind.LASTS);
    }

    private void forgetIfAllIsTold(UUID id) {
        Entry entry = entries.get(id);
        if (entry != null && entry.alert.endedAt().isPresent() && channels.stream().allMatch(channel -> entry.deliveries
                .getOrDefault(channel, Delivery.NOTHING_YET).endToldAt().isPresent())) {
            entries.remove(id);
        }
    }

    private static boolean isAbsent(Condition.Key key, Reading reading, Set<Condition.Key> present) {
        return reading.answered().contains(key.rule()) && !present.contains(key);
    }

    private Entry entryOf(Lasting one) {
        Entry entry = entries.get(one.id);
        if (entry == null) {
            throw new IllegalStateException("the alert %s lasts but is not in the book".formatted(one.id));
        }
        return entry;
    }

    /// A condition that has not lasted long enough.
    private static final class Span {
        private final Instant beganAt;
        private Instant seenAt;

        private Span(Instant beganAt) {
            this.beganAt = beganAt;
            this.seenAt = beganAt;
        }
    }

    /// An alert that has begun and not ended.
    private static final class Lasting {
        private final UUID id;
        private @Nullable Instant absentSince;

        private Lasting(UUID id, @Nullable Instant absentSince) {
            this.id = id;
            this.absentSince = absentSince;
        }
    }

    private static final class Entry {
        private Alert alert;
        private final Map<String, Delivery> deliveries;

        private Entry(Alert alert, Map<String, Delivery> deliveries) {
            this.alert = alert;
            this.deliveries = deliveries;
        }
    }
}
