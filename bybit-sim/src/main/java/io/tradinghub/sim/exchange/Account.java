package io.tradinghub.sim.exchange;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.sim.market.Listing;

/// One unified trading account: balances, positions and what is set for it. Only the [Exchange] changes it.
final class Account {
    static final BigDecimal DEFAULT_LEVERAGE = BigDecimal.TEN;
    private final long uid;
    private final long openedMillis;
    private final FeeRates fees;
    private final Map<String, BigDecimal> balances = new LinkedHashMap<>();
    /// What the owner has outside of the unified account.
    private final Map<String, BigDecimal> funding = new LinkedHashMap<>();
    private final Map<String, BigDecimal> realised = new LinkedHashMap<>();
    private final Map<PositionKey, Position> positions = new LinkedHashMap<>();
    private final Map<InstrumentId, BigDecimal> leverage = new LinkedHashMap<>();
    private final Set<String> hedgedSymbols = new TreeSet<>();
    private final Set<Category> movedToBand = EnumSet.of(Category.LINEAR);
    private MarginMode marginMode = MarginMode.REGULAR_MARGIN;

    /// A position of this symbol; the index is 0 in one-way mode.
    record PositionKey(String symbol, int index) {}

    Account(long uid, FeeRates fees, long nowMillis) {
        this.uid = uid;
        this.fees = fees;
        this.openedMillis = nowMillis;
    }

    long uid() {
        return uid;
    }

    long openedMillis() {
        return openedMillis;
    }

    FeeRates fees() {
        return fees;
    }

    MarginMode marginMode() {
        return marginMode;
    }

    void setMarginMode(MarginMode mode) {
        marginMode = mode;
    }

    Set<String> coins() {
        return balances.keySet();
    }

    BigDecimal balance(String coin) {
        return balances.getOrDefault(coin, BigDecimal.ZERO);
    }

    void add(String coin, BigDecimal amount) {
        balances.merge(coin, amount, BigDecimal::add);
    }

    /// What the owner has of a coin outside of the unified account.
    BigDecimal funding(String coin) {
        return funding.getOrDefault(coin, BigDecimal.ZERO);
    }

    void addFunding(String coin, BigDecimal amount) {
        funding.merge(coin, amount, BigDecimal::add);
    }

    /// What trading perpetuals has earned in this coin, after fees and funding.
    BigDecimal realised(String coin) {
        return realised.getOrDefault(coin, BigDecimal.ZERO);
    }

    /// Books the result of a position: into the balance and into the position.
    void book(Position position, String coin, BigDecimal result) {
        add(coin, result);
        realised.merge(coin, result, BigDecimal::add);
        position.booked(result);
    }

    Collection<Position> positions() {
        return positions.values();
    }

    List<Position> openPositions() {
        List<Position> open = new ArrayList<>(positions.values());
        open.removeIf(Position::isFlat);
        return open;
    }

    Optional<Position> find(Listing listing, int index) {
        return Optional.ofNullable(positions.get(new PositionKey(listing.id().symbol().name(), index)));
    }

    Position position(Listing listing, int index, long nowMillis) {
        return positions.computeIfAbsent(new PositionKey(listing.id().symbol().name(), index),
                key -> new Position(listing, index, nowMillis));
    }

    BigDecimal leverage(Listing listing) {
        return leverage.getOrDefault(listing.id(), DEFAULT_LEVERAGE);
    }

    void setLeverage(Listing listing, BigDecimal value) {
        leverage.put(listing.id(), value);
    }

    boolean isHedged(Listing listing) {
        return hedgedSymbols.contains(listing.id().symbol().name());
    }

    void setHedged(Listing listing, boolean hedged) {
        String symbol = listing.id().symbol().name();
        if (hedged) {
            hedgedSymbols.add(symbol);
        } else {
            hedgedSymbols.remove(symbol);
        }
    }

    /// Whether a limit outside the band is moved to it instead of being refused.
    boolean movesToBand(Category category) {
        return movedToBand.contains(category);
    }

    void setMovesToBand(Category category, boolean moves) {
        if (moves) {
            movedToBand.add(category);
        } else {
            movedToBand.remove(category);
        }
    }
}
