package io.tradinghub.sim.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Listing;

/// Collects what one step of the engine changes and hands it out per account.
final class Updates {
    private final Margin margin;
    private final Ids ids;
    private final Map<Long, Draft> drafts = new LinkedHashMap<>();
    private final List<AccountUpdate> ready = new ArrayList<>();
    private long sequence;

    private static final class Draft {
        private final Account account;
        private final Listing listing;
        private final List<SimOrder> orders = new ArrayList<>();
        private final List<Execution> executions = new ArrayList<>();
        private final Set<Position> positions = new LinkedHashSet<>();
        private boolean moneyMoved;

        Draft(Account account, Listing listing) {
            this.account = account;
            this.listing = listing;
        }
    }

    Updates(Margin margin, Ids ids) {
        this.margin = margin;
        this.ids = ids;
        this.sequence = ids.nextSequence();
    }

    /// The sequence number of the current step.
    long sequence() {
        return sequence;
    }

    private Draft of(Account account, Listing listing) {
        return drafts.computeIfAbsent(account.uid(), uid -> new Draft(account, listing));
    }

    /// Adds the state that the order has now. Bybit also sends the position of a futures order, changed or not, and the
    /// wallet, whose margin or lock changes with it.
    void order(Account account, SimOrder order) {
        Draft draft = of(account, order.listing());
        draft.orders.add(order.copy());
        draft.moneyMoved = true;
        if (order.listing().id().category() == Category.LINEAR) {
            draft.positions.add(
                    account.position(order.listing(), order.terms().positionIdx(), order.updatedMillis()));
        }
    }

    void execution(Account account, Execution execution) {
        Draft draft = of(account, execution.listing());
        draft.executions.add(execution);
        draft.moneyMoved = true;
    }

    void position(Account account, Position position) {
        of(account, position.listing()).positions.add(position);
    }

    void wallet(Account account, Listing listing) {
        of(account, listing).moneyMoved = true;
    }

    /// Ends the step.
    void endStep(long nowMillis) {
        for (Draft draft : drafts.values()) {
            List<PositionState> positions = draft.positions.stream()
                    .map(position -> margin.state(draft.account, position, nowMillis)).toList();
            Optional<WalletState> wallet = draft.moneyMoved
                    ? Optional.of(margin.wallet(draft.account, nowMillis))
                    : Optional.empty();
            ready.add(new AccountUpdate(draft.account.uid(), draft.listing.id().symbol().name(), sequence, nowMillis,
                    draft.orders, draft.executions, positions, wallet));
        }
        if (!drafts.isEmpty()) {
            sequence = ids.nextSequence();
        }
        drafts.clear();
    }

    List<AccountUpdate> take() {
        List<AccountUpdate> taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }
}
