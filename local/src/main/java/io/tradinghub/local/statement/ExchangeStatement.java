package io.tradinghub.local.statement;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.AccountReads;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.Execution;
import io.tradinghub.sim.exchange.PositionState;
import io.tradinghub.sim.exchange.SimOrder;
import io.tradinghub.sim.exchange.WalletState;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.signed.LiveExchange;
import io.tradinghub.sim.wire.ApiException;

/// Reads a [Statement] from the simulated exchange itself, all of it at one moment. Any thread may call.
public final class ExchangeStatement {
    private final LiveExchange exchange;

    public ExchangeStatement(LiveExchange exchange) {
        this.exchange = exchange;
    }

    /// All that the exchange still has.
    public Statement read(long uid) {
        return read(uid, Instant.EPOCH);
    }

    /// The same without executions and funding of before this moment: the exchange forgets them.
    public Statement read(long uid, Instant since) {
        return call(live -> statement(live, live.reads(), uid, since.toEpochMilli()));
    }

    /// The perpetuals that are held, with their stops.
    public List<PositionState> perpetuals(long uid) {
        return call(live -> live.reads().openPositions(uid));
    }

    private <T> T call(LiveExchange.Call<T> question) {
        try {
            return exchange.call(question);
        } catch (ApiException refused) {
            throw new IllegalStateException("reading an account was refused", refused);
        }
    }

    private static Statement statement(Exchange live, AccountReads reads, long uid, long sinceMillis) {
        Map<String, Booking> executions = new LinkedHashMap<>();
        Map<String, BigDecimal> funding = new HashMap<>();
        for (Execution execution : reads.executions(uid).reversed()) {
            if (execution.millis() < sinceMillis) {
                continue;
            }
            if (execution.kind() == Execution.Kind.FUNDING) {
                funding.put(id(execution), execution.fee().negate().stripTrailingZeros());
            } else {
                executions.put(id(execution), booking(execution));
            }
        }
        return new Statement(executions, funding, positions(live, reads, uid), orders(reads, uid));
    }

    /// The exchange's id is unique within its instrument only; in this form the ledger has it.
    private static String id(Execution execution) {
        return execution.listing().id() + ":" + execution.id();
    }

    private static Booking booking(Execution execution) {
        return new Booking(execution.listing().id(), execution.side(), execution.quantity(), execution.price(),
                execution.fee(), execution.feeCoin(), switch (execution.origin()) {
                    case USER -> execution.linkId();
                    case STOP, TAKE_PROFIT, STOP_LOSS, PARTIAL_TAKE_PROFIT, PARTIAL_STOP_LOSS, TRAILING_STOP ->
                        "STOP";
                    case LIQUIDATION -> "LIQUIDATION";
                    case ADL -> "ADL";
                });
    }

    private static Map<InstrumentId, BigDecimal> positions(Exchange live, AccountReads reads, long uid) {
        Map<InstrumentId, BigDecimal> positions = new HashMap<>();
        for (PositionState position : reads.openPositions(uid)) {
            positions.put(position.listing().id(),
                    position.side().orElse(Side.BUY) == Side.BUY ? position.size() : position.size().negate());
        }
        Map<String, BigDecimal> coins = new HashMap<>();
        for (WalletState.Coin coin : reads.wallet(uid).coins()) {
            coins.put(coin.name(), coin.balance());
        }
        for (Listing listing : live.venue().listings()) {
            if (listing.id().category() == Category.SPOT && coins.containsKey(listing.baseCoin())) {
                positions.put(listing.id(), coins.getOrDefault(listing.baseCoin(), BigDecimal.ZERO));
            }
        }
        return Statement.held(positions);
    }

    private static Map<String, Statement.Order> orders(AccountReads reads, long uid) {
        Map<String, Statement.Order> orders = new HashMap<>();
        Stream.concat(reads.openOrders(uid).stream(), reads.orderHistory(uid).stream())
                .filter(order -> order.origin() == SimOrder.Origin.USER)
                .forEach(order -> orders.put(order.linkId(), new Statement.Order(
                        order.status().isOpen() ? Statement.State.OPEN : Statement.State.ENDED,
                        order.filled().stripTrailingZeros(), order.createdMillis())));
        return orders;
    }
}
