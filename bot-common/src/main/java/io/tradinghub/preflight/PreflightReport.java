package io.tradinghub.preflight;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import io.tradinghub.preflight.Check.State;

/// What the checks of an account found.
///
/// @param uid of the account; empty when the exchange did not tell it
/// @param isHolding whether a position or an order of the bot is in the account
public record PreflightReport(List<Check> checks, OptionalLong uid, boolean isHolding) {

    public PreflightReport {
        checks = List.copyOf(checks);
    }

    public List<Check> failed() {
        return in(State.FAILED);
    }

    public List<Check> unanswered() {
        return in(State.NO_ANSWER);
    }

    public List<Check> notes() {
        return in(State.NOTE);
    }

    private List<Check> in(State state) {
        return checks.stream().filter(check -> check.state() == state).toList();
    }

    /// Whether every check was answered and none failed.
    public boolean hasPassed() {
        return failed().isEmpty() && unanswered().isEmpty();
    }

    /// Whether the account is known to be another's, so that nothing in it may be touched.
    public boolean isForeign() {
        return state(Topic.ACCOUNT, State.FAILED);
    }

    /// Whether the account is known to be the bot's.
    public boolean isOwn() {
        return state(Topic.ACCOUNT, State.PASSED);
    }

    private boolean state(Topic topic, State state) {
        return checks.stream().anyMatch(check -> check.topic() == topic && check.state() == state);
    }

    /// One line for each of these checks.
    public static String lines(List<Check> checks) {
        return checks.stream().map(check -> "%s: %s".formatted(check.topic(), check.explanation()))
                .collect(Collectors.joining("\n"));
    }

    /// These checks in one line.
    public static String line(List<Check> checks) {
        return checks.stream().map(check -> "%s (%s)".formatted(check.topic(), check.explanation()))
                .collect(Collectors.joining(", "));
    }

    /// The table for people, one line a check.
    public String table() {
        return checks.stream().map(check -> "%-9s %-14s %s".formatted(check.state(), check.topic(),
                check.explanation())).collect(Collectors.joining("\n"));
    }
}
