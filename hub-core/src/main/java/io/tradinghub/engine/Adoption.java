package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry.Claim;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskRule;

/// Does what only a person decides: takes over what something else traded, passes over rows that cannot be read,
/// and books the difference where a person says that the exchange is right. Nothing of it is guessed before.
final class Adoption {
    private static final int MOST_ROWS = 20;
    private final Account account;
    private final AccountCheck check;
    private final ExchangeHandler exchange;
    private final ExchangeLink link;
    private final ExchangeHandler.Parts parts;

    Adoption(Account account, AccountCheck check, ExchangeHandler exchange, ExchangeLink link,
            ExchangeHandler.Parts parts) {
        this.account = account;
        this.check = check;
        this.exchange = exchange;
        this.link = link;
        this.parts = parts;
    }

    /// Whether there is something to adopt in this instrument, or in any if none is named.
    boolean isNeeded(Optional<InstrumentId> only) {
        return Arrays.stream(account.all()).anyMatch(state -> state.holding().isForeign() && isMeant(state, only))
                || !check.adoptable(only).isEmpty() || !link.readableByNobody(only).isEmpty();
    }

    /// What ends entries until a person decides, a line each, for people.
    List<String> undecided() {
        List<String> lines = new ArrayList<>(check.differences());
        List<UnreadRow> rows = link.unread();
        rows.stream().limit(MOST_ROWS).forEach(row -> lines.add(row + switch (row.kind()) {
            case EXECUTION -> "";
            case ORDER -> " (cancel it at the exchange first)";
            case POSITION, COIN -> " (compare what the account holds with the bot's positions first)";
        }));
        if (rows.size() > MOST_ROWS) {
            lines.add("and %d more".formatted(rows.size() - MOST_ROWS));
        }
        return lines;
    }

    void adopt(Optional<InstrumentId> only) {
        for (UnreadRow row : link.passOver(only)) {
            parts.announcer().announce(RiskRule.ADOPTED, "passed over: " + row);
            row.order().ifPresent(exchange::passedOver);
        }
        for (AccountCheck.Difference difference : check.adopt(only)) {
            book(difference);
        }
        for (InstrumentState state : account.all()) {
            if (state.holding().isForeign() && isMeant(state, only)) {
                settle(state, Claim.Kind.ADOPTED);
                parts.announcer().announce(RiskRule.ADOPTED, "%s %s is the bot's own now".formatted(
                        state.holding().position().quantity().toPlainString(), state.id()));
            }
        }
    }

    private static boolean isMeant(InstrumentState state, Optional<InstrumentId> only) {
        return only.filter(id -> !id.equals(state.id())).isEmpty();
    }

    /// At the last price known, so that the bot neither gains nor loses by it: what was paid nobody can say. At the
    /// moment at which the account was seen, so that executions from before it are known to be in it.
    private void book(AccountCheck.Difference difference) {
        InstrumentState state = difference.state();
        BigDecimal price = BigDecimal.valueOf(state.mark());
        String coin = state.rules().instrument().map(rules -> rules.quoteCoin()).orElse(parts.settings().accountCoin());
        Fill fill = new Fill(new ExecutionId("adopted:" + parts.numbers().nextEventKey()), Optional.empty(),
                Origin.ADOPTED, state.id(), difference.by().signum() > 0 ? Side.BUY : Side.SELL, difference.by().abs(),
                price, Fee.inQuote(BigDecimal.ZERO, coin), Fill.Liquidity.TAKER, 0, difference.asOf());
        parts.commands().accept(new EngineCommand.Remember(fill));
        exchange.adopted(state, fill);
        parts.announcer().announce(RiskRule.ADOPTED, "%s %s of %s booked at %s, as the exchange has it".formatted(
                fill.side(), fill.quantity().toPlainString(), state.id(), price.toPlainString()), difference.by());
    }

    /// What a person had opened or closed by hand is settled by being flat.
    void claimFlat() {
        for (InstrumentState state : account.all()) {
            if (state.holding().isForeign()) {
                settle(state, Claim.Kind.FLATTENED);
            }
        }
    }

    private void settle(InstrumentState state, Claim.Kind kind) {
        state.holding().adopt();
        state.goal().unsettle();
        parts.commands().accept(new EngineCommand.Remember(new Claim(state.id(), kind, parts.time().wall())));
    }
}
