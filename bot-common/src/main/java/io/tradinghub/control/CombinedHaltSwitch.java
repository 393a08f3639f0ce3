package io.tradinghub.control;

import java.util.List;
import java.util.Optional;

import io.tradinghub.control.ControlRequest.Addressee;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.HaltSwitch;

/// Combines what two stores say about halts. One thread.
///
/// A halt in either store holds, whether it is for all or for this bot alone, and flattening beats halting. A store
/// that is away does not lift the halt it told last: only a newer resumption of the same target does, read from the
/// other store. Unreadable is only what neither store answers.
public final class CombinedHaltSwitch implements HaltSwitch {
    private final List<Store> stores;

    public CombinedHaltSwitch(HaltOrders.Source first, HaltOrders.Source second) {
        this.stores = List.of(new Store(first), new Store(second));
    }

    @Override
    public HaltState read() {
        stores.forEach(Store::read);
        if (stores.stream().noneMatch(store -> store.isThere)) {
            return HaltState.UNREADABLE;
        }
        HaltState state = HaltState.RUNNING;
        for (Store store : stores) {
            for (Addressee target : Addressee.values()) {
                Optional<HaltOrder> order = store.last.to(target).filter(HaltOrder::halts);
                if (order.isPresent() && (store.isThere || !isResumedElsewhere(target, order.get()))) {
                    state = stronger(state, order.get().state());
                }
            }
        }
        return state;
    }

    private boolean isResumedElsewhere(Addressee target, HaltOrder halt) {
        return stores.stream().filter(store -> store.isThere).flatMap(store -> store.last.to(target).stream())
                .anyMatch(order -> !order.halts() && order.requestId() > halt.requestId());
    }

    private static HaltState stronger(HaltState one, HaltState other) {
        return one == HaltState.FLATTENING || other == HaltState.RUNNING ? one : other;
    }

    /// One store and what it told last.
    private static final class Store {
        private final HaltOrders.Source source;
        private HaltOrders last = HaltOrders.NONE;
        private boolean isThere;

        Store(HaltOrders.Source source) {
            this.source = source;
        }

        void read() {
            try {
                last = source.read();
                isThere = true;
            } catch (StoreUnavailableException | IllegalStateException _) { // away, or it refuses us
                isThere = false;
            }
        }
    }
}
