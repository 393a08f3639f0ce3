package io.tradinghub.guardian.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tradinghub.guardian.alert.Alert;
import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Notice;

/// News for people, as text and as what it was made of.
///
/// @param hub which hub it is from
/// @param headline one line
/// @param text all of it; at most [#MAX_LENGTH] characters
public record Message(String hub, String headline, String text, List<Notice> notices) {
    /// Telegram takes 4096 characters (Bot API, sendMessage).
    static final int MAX_LENGTH = 3_900;
    private static final int SUBJECTS = 10;
    private static final int DETAILS = 3;
    private static final int DETAIL_LENGTH = 400;

    public Message {
        notices = List.copyOf(notices);
    }

    /// A message that tells of nothing, to see whether it arrives.
    public static Message test(String hub) {
        return new Message(hub, "Test of " + hub, "%s: this is a test. Alerts of this hub arrive here.".formatted(hub),
                List.of());
    }

    /// Tells all these news. Alerts of one kind and title share a line, so that a fault of everything is one short
    /// message.
    public static Message of(String hub, List<Notice> notices) {
        Map<Group, List<Alert>> groups = new LinkedHashMap<>();
        notices.forEach(notice -> groups
                .computeIfAbsent(new Group(notice.kind(), notice.alert().condition().rule(),
                        notice.alert().condition().title()), _ -> new ArrayList<>())
                .add(notice.alert()));
        List<String> lines = new ArrayList<>(List.of(hub));
        groups.forEach((group, alerts) -> lines.addAll(lines(group, alerts)));
        String text = String.join("\n", lines);
        Map.Entry<Group, List<Alert>> first = groups.entrySet().iterator().next();
        String more = groups.size() > 1 ? " (+%d more)".formatted(groups.size() - 1) : "";
        return new Message(hub, headline(first.getKey(), first.getValue()) + more,
                text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…", notices);
    }

    private static List<String> lines(Group group, List<Alert> alerts) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(group, alerts) + when(group.kind, alerts.getFirst()));
        switch (group.kind) {
            case BEGAN, LASTS, CAME_AND_WENT -> alerts.stream().limit(DETAILS)
                    .map(alert -> "  " + shortened(alert.condition().detail())).distinct().forEach(lines::add);
            case ENDED -> {}
        }
        return lines;
    }

    private static String headline(Group group, List<Alert> alerts) {
        String subjects = alerts.stream().limit(SUBJECTS).map(alert -> alert.condition().subject())
                .collect(Collectors.joining(", "));
        String more = alerts.size() > SUBJECTS ? " and %d more".formatted(alerts.size() - SUBJECTS) : "";
        return "%s %s: %s%s".formatted(word(group), group.title, subjects, more);
    }

    private static String word(Group group) {
        return switch (group.kind) {
            case BEGAN -> switch (group.rule.severity()) {
                case CRITICAL -> "ALERT";
                case WARNING -> "WARNING";
            };
            case LASTS -> "STILL";
            case ENDED -> "OVER";
            case CAME_AND_WENT -> "WAS";
        };
    }

    private static String when(Notice.Kind kind, Alert alert) {
        String began = alert.beganAt().truncatedTo(ChronoUnit.SECONDS).toString();
        return switch (kind) {
            case BEGAN -> "";
            case LASTS -> " (since %s)".formatted(began);
            case ENDED, CAME_AND_WENT -> alert.endedAt()
                    .map(ended -> " (%s from %s)".formatted(lasted(alert.beganAt(), ended), began)).orElse("");
        };
    }

    private static String lasted(Instant from, Instant to) {
        Duration span = Duration.between(from, to);
        return span.toMinutes() < 1 ? span.toSeconds() + " s" : span.toMinutes() + " min";
    }

    private static String shortened(String detail) {
        return detail.length() <= DETAIL_LENGTH ? detail : detail.substring(0, DETAIL_LENGTH - 1) + "…";
    }

    /// What shares a line.
    private record Group(Notice.Kind kind, AlertRule rule, String title) {}
}
