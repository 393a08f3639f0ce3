package io.tradinghub.sim.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.exchange.SimOrder.Origin;
import io.tradinghub.sim.market.Listing;

/// The orders and executions of all accounts, for as long as Bybit keeps them.
///
/// `/v5/order/realtime` knows open orders and the last 500 closed ones, until a restart; the history keeps a closed
/// order without a fill for 24 hours, one with fills for two years. Demo trading keeps either for at most seven days.
final class OrderArchive {
    private static final int MAX_RECENT = 500;
    private static final Duration UNFILLED = Duration.ofHours(24);
    private static final Duration FILLED = Duration.ofDays(2 * 365);
    private static final Duration IN_DEMO = Duration.ofDays(7);
    private final Duration filledKept;
    private final Map<Long, Folder> folders = new HashMap<>();

    /// The orders of one account.
    private static final class Folder {
        private final Map<String, SimOrder> open = new LinkedHashMap<>();
        private final Deque<SimOrder> recent = new ArrayDeque<>();
        private final Deque<SimOrder> history = new ArrayDeque<>();
        private final Deque<Execution> executions = new ArrayDeque<>();
        private final Set<String> linkIds = new LinkedHashSet<>();
    }

    OrderArchive(Environment environment) {
        this.filledKept = switch (environment) {
            case MAINNET -> FILLED;
            case DEMO -> IN_DEMO;
        };
    }

    private Folder of(long uid) {
        return folders.computeIfAbsent(uid, key -> new Folder());
    }

    /// Takes a client's id of this category; false if the account has used it before.
    boolean claimLinkId(long uid, Category category, String linkId) {
        return linkId.isEmpty() || of(uid).linkIds.add(category + ":" + linkId);
    }

    boolean knowsLinkId(long uid, Category category, String linkId) {
        return !linkId.isEmpty() && of(uid).linkIds.contains(category + ":" + linkId);
    }

    void open(SimOrder order) {
        of(order.uid()).open.put(order.id(), order);
    }

    /// Moves a closed order from the open ones to the history.
    void closed(SimOrder order) {
        Folder folder = of(order.uid());
        folder.open.remove(order.id());
        folder.recent.addFirst(order);
        folder.history.addFirst(order);
        if (folder.recent.size() > MAX_RECENT) {
            folder.recent.removeLast();
        }
    }

    void add(Execution execution) {
        of(execution.uid()).executions.addFirst(execution);
    }

    /// Empties what `/v5/order/realtime` knows of closed orders, as a restart of the service does.
    void forgetRecent() {
        folders.values().forEach(folder -> folder.recent.clear());
    }

    Collection<SimOrder> openOf(long uid) {
        return of(uid).open.values();
    }

    List<SimOrder> openOf(long uid, Listing listing) {
        return of(uid).open.values().stream().filter(order -> order.listing().equals(listing)).toList();
    }

    /// The instruments in which the account has open orders.
    Collection<Listing> listingsOf(long uid) {
        Map<InstrumentId, Listing> listings = new LinkedHashMap<>();
        of(uid).open.values().forEach(order -> listings.put(order.listing().id(), order.listing()));
        return listings.values();
    }

    /// The stop of this kind that closes the whole position.
    Optional<SimOrder> stopOf(long uid, Position position, Origin kind) {
        return of(uid).open.values().stream().filter(order -> order.origin() == kind
                && order.listing().equals(position.listing()) && order.terms().positionIdx() == position.index())
                .findFirst();
    }

    /// All stops that belong to the position, partial ones included.
    List<SimOrder> stopsOf(long uid, Position position) {
        return of(uid).open.values().stream()
                .filter(order -> isStop(order.origin()) && order.listing().equals(position.listing())
                        && order.terms().positionIdx() == position.index())
                .toList();
    }

    private static boolean isStop(Origin origin) {
        return switch (origin) {
            case TAKE_PROFIT, STOP_LOSS, PARTIAL_TAKE_PROFIT, PARTIAL_STOP_LOSS, TRAILING_STOP -> true;
            case USER, STOP, LIQUIDATION, ADL -> false;
        };
    }

    /// Open orders, newest first.
    List<SimOrder> openNewestFirst(long uid) {
        return new ArrayList<>(of(uid).open.values()).reversed();
    }

    /// The last closed orders, newest first; none from before the last restart.
    List<SimOrder> recent(long uid) {
        return List.copyOf(of(uid).recent);
    }

    /// The closed orders that Bybit still keeps, newest first.
    List<SimOrder> history(long uid, long nowMillis) {
        Folder folder = of(uid);
        folder.history.removeIf(order -> nowMillis - order.updatedMillis() > kept(order).toMillis());
        return List.copyOf(folder.history);
    }

    private Duration kept(SimOrder order) {
        return order.filled().signum() > 0 ? filledKept : UNFILLED;
    }

    /// The executions that Bybit still keeps, newest first.
    List<Execution> executions(long uid, long nowMillis) {
        Folder folder = of(uid);
        folder.executions.removeIf(execution -> nowMillis - execution.millis() > filledKept.toMillis());
        return List.copyOf(folder.executions);
    }
}
