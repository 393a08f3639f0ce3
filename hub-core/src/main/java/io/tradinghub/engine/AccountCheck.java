package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.tradinghub.exchange.AccountState;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.risk.RiskGate;
import io.tradinghub.risk.RiskRule;

/// Compares what the exchange says the account holds with what the executions add up to. When they differ twice in a
/// row entries end and people are told; nothing is guessed and nothing is traded to make them equal. A person may say
/// that the exchange is right.
final class AccountCheck {
    private static final long AGAIN_MILLIS = Duration.ofSeconds(2).toMillis();
    /// An order under way explains a difference no longer than this.
    private static final long EXPLAINED_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final long NEVER = Long.MAX_VALUE;
    private final RiskGate gate;
    private final Account account;
    private final Wallet wallet;
    private final OrderWatch watch;
    private final EngineTime time;
    private final Announcer announcer;
    /// By the account that was seen last.
    private final List<Difference> differences = new ArrayList<>();
    private final Map<InstrumentState, BigDecimal> seenBefore = new HashMap<>();
    private final List<String> ofOthers = new ArrayList<>();
    private boolean suspected;
    private long unclearSinceMillis = NEVER;
    private long askAgainAtMillis = NEVER;

    AccountCheck(RiskGate gate, Account account, Wallet wallet, OrderWatch watch, EngineTime time,
            Announcer announcer) {
        this.gate = gate;
        this.account = account;
        this.wallet = wallet;
        this.watch = watch;
        this.time = time;
        this.announcer = announcer;
    }

    /// Whether the exchange is to be asked again now.
    boolean asksAgain() {
        if (time.steadyMillis() < askAgainAtMillis) {
            return false;
        }
        askAgainAtMillis = NEVER;
        return true;
    }

    void seen(AccountState seen) {
        wallet.seen(seen);
        ignoreHeldBackCoins(seen);
        ignoreCoinsOfBeforeTheLastExecution(seen);
        seenBefore.clear();
        differences.forEach(before -> seenBefore.put(before.state, before.by));
        differences.clear();
        ofOthers.clear();
        BigDecimal by = BigDecimal.ZERO;
        boolean isUnclear = false;
        for (InstrumentState state : account.all()) {
            if (!isTold(state, seen)) {
                continue;
            }
            Optional<BigDecimal> differs = difference(state, seen);
            if (differs.isEmpty()) {
                watch.accountAgrees(state);
            } else if (mayBeOnItsWay(state, seen.asOf()) && !isExplainedForLong()) {
                isUnclear = true;
            } else {
                by = differs.get();
                BigDecimal booked = state.holding().position().quantity();
                differences
                        .add(new Difference(state, booked, by, seen.asOf(), "%s: the exchange holds %s, the ledger %s"
                                .formatted(state.id(), exchangeQuantity(state, seen), booked.toPlainString())));
            }
        }
        by = seenOfOthers(seen).orElse(by);
        if (!differences.isEmpty() || !ofOthers.isEmpty()) {
            differs(texts().getLast(), by);
        } else if (isUnclear) {
            unclearSinceMillis = Math.min(unclearSinceMillis, time.steadyMillis());
            askAgainAtMillis = time.steadyMillis() + AGAIN_MILLIS;
        } else {
            agrees();
        }
    }

    /// Notes the positions that the bot does not trade; answers the last one.
    private Optional<BigDecimal> seenOfOthers(AccountState seen) {
        Optional<BigDecimal> last = Optional.empty();
        for (Map.Entry<InstrumentId, BigDecimal> other : seen.positions().entrySet()) {
            if (account.find(other.getKey()) == null && other.getValue().signum() != 0) {
                last = Optional.of(other.getValue());
                ofOthers.add("%s: the exchange holds %s, the bot does not trade it".formatted(other.getKey(),
                        other.getValue().toPlainString()));
            }
        }
        return last;
    }

    /// Of what cannot be read nobody knows whether it differs.
    private static boolean isTold(InstrumentState state, AccountState seen) {
        return state.isLinear()
                ? seen.tellsPosition(state.id())
                : !state.rules().areKnown() || seen.tellsCoin(state.rules().known().baseCoin());
    }

    private List<String> texts() {
        return Stream.concat(differences.stream().map(Difference::text), ofOthers.stream()).toList();
    }

    /// The differences that end entries, for people.
    List<String> differences() {
        return gate.isBlocked(RiskRule.ACCOUNT_DIFFERS) ? texts() : List.of();
    }

    /// Those that a person may settle, in this instrument, or all if none is named: the account was seen to differ by
    /// as much twice in a row, so that the difference has every execution up to the second time and none from after
    /// it; nothing has been booked there since, no order may trade there, and there is a price to book at. What the
    /// bot does not trade a person closes at the exchange.
    List<Difference> adoptable(Optional<InstrumentId> only) {
        return gate.isBlocked(RiskRule.ACCOUNT_DIFFERS)
                ? differences.stream().filter(one -> only.filter(id -> !id.equals(one.state.id())).isEmpty())
                        .filter(this::isSettled).toList()
                : List.of();
    }

    private boolean isSettled(Difference difference) {
        InstrumentState state = difference.state;
        BigDecimal before = seenBefore.get(state);
        return before != null && before.compareTo(difference.by) == 0 && state.mark() > 0 && !mayTrade(state)
                && state.holding().position().quantity().compareTo(difference.booked) == 0;
    }

    /// Takes those out, because they are about to be booked, and has the exchange asked whether all is equal now.
    List<Difference> adopt(Optional<InstrumentId> only) {
        List<Difference> adopted = adoptable(only);
        if (!adopted.isEmpty()) {
            differences.removeAll(adopted);
            if (texts().isEmpty()) {
                agrees();
            }
            askAgainAtMillis = time.steadyMillis();
        }
        return adopted;
    }

    /// An instrument of which the exchange holds another quantity than the ledger.
    ///
    /// @param booked what the ledger held then
    /// @param by so much more the exchange holds
    /// @param asOf when it was so, by the exchange's clock
    record Difference(InstrumentState state, BigDecimal booked, BigDecimal by, Instant asOf, String text) {}

    /// What an order held back then is free as soon as that order ends.
    private void ignoreHeldBackCoins(AccountState seen) {
        for (AccountState.LiveOrder live : seen.openOrders()) {
            InstrumentState state = account.find(live.instrument());
            if (state != null && !state.isLinear()) {
                state.rules().instrument().ifPresent(rules -> wallet.changed(rules.baseCoin()));
            }
        }
    }

    /// What was bought since then would be missing.
    private void ignoreCoinsOfBeforeTheLastExecution(AccountState seen) {
        for (InstrumentState state : account.all()) {
            if (!state.isLinear() && state.holding().lastFillMillis() >= seen.asOf().toEpochMilli()) {
                state.rules().instrument().ifPresent(rules -> wallet.changed(rules.baseCoin()));
            }
        }
    }

    private boolean isExplainedForLong() {
        return unclearSinceMillis != NEVER && time.steadyMillis() - unclearSinceMillis >= EXPLAINED_MILLIS;
    }

    private void differs(String difference, BigDecimal by) {
        askAgainAtMillis = time.steadyMillis() + AGAIN_MILLIS;
        if (!suspected) {
            suspected = true;
        } else if (!gate.isBlocked(RiskRule.ACCOUNT_DIFFERS)) {
            gate.block(RiskRule.ACCOUNT_DIFFERS, difference);
            announcer.announce(RiskRule.ACCOUNT_DIFFERS, difference, by);
        }
    }

    private void agrees() {
        suspected = false;
        unclearSinceMillis = NEVER;
        askAgainAtMillis = NEVER;
        gate.unblock(RiskRule.ACCOUNT_DIFFERS);
    }

    /// A perpetual's position must be equal. A wallet may hold more of a coin than the bot bought, never less.
    private Optional<BigDecimal> difference(InstrumentState state, AccountState seen) {
        BigDecimal held = state.holding().position().quantity();
        if (state.isLinear()) {
            BigDecimal by = seen.positions().getOrDefault(state.id(), BigDecimal.ZERO).subtract(held);
            return by.signum() == 0 ? Optional.empty() : Optional.of(by);
        }
        if (!state.rules().areKnown()) {
            return Optional.empty();
        }
        BigDecimal free = seen.freeCoins().getOrDefault(state.rules().known().baseCoin(), BigDecimal.ZERO);
        BigDecimal by = free.add(state.orders().pendingSells()).subtract(held);
        return by.signum() >= 0 ? Optional.empty() : Optional.of(by);
    }

    private static String exchangeQuantity(InstrumentState state, AccountState seen) {
        return state.isLinear()
                ? seen.positions().getOrDefault(state.id(), BigDecimal.ZERO).toPlainString()
                : seen.freeCoins().getOrDefault(state.rules().known().baseCoin(), BigDecimal.ZERO).toPlainString();
    }

    /// An order under way, or an execution younger than the exchange's word, explains a difference.
    private static boolean mayBeOnItsWay(InstrumentState state, Instant asOf) {
        return mayTrade(state) || state.holding().lastFillMillis() > asOf.toEpochMilli();
    }

    private static boolean mayTrade(InstrumentState state) {
        for (WorkingOrder order : state.orders().all()) {
            if (!(order instanceof WorkingOrder.Settling settling && settling.isOverdue())) {
                return true;
            }
        }
        return false;
    }
}
