package io.tradinghub.exchange;

import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;

/// A row of the account that this version of the hub cannot read.
///
/// @param id the same each time the row is told, in every version of the hub: the ledger keeps it
/// @param instrument empty where not even that can be read, and for coins
/// @param order the bot's order of a row of kind `ORDER`, where that can be read
/// @param text for people: what is wrong, and the row as the exchange sent it, without quotation marks
public record UnreadRow(Kind kind, String id, Optional<InstrumentId> instrument, Optional<ClientOrderId> order,
        String text) {
    private static final String POSITION_ID = "position ";
    private static final String COIN_ID = "coin ";

    /// A row that is no order whose id can be read.
    public UnreadRow(Kind kind, String id, Optional<InstrumentId> instrument, String text) {
        this(kind, id, instrument, Optional.empty(), text);
    }

    public enum Kind {
        /// It has changed a position, whoever caused it, and will never be told otherwise.
        EXECUTION,
        /// It may be the bot's, and may be live: a person can cancel it at the exchange.
        ORDER,
        /// What the account holds of a perpetual.
        POSITION,
        /// What the wallet holds of a coin.
        COIN
    }

    /// The id of the row of an order of the bot's, wherever it is told.
    public static String idOf(ClientOrderId order) {
        return "order " + order;
    }

    /// The row of what the account holds of a perpetual, or of one that cannot be read.
    public static UnreadRow ofPosition(String symbol, Optional<InstrumentId> instrument, String text) {
        return new UnreadRow(Kind.POSITION, POSITION_ID + symbol, instrument, text);
    }

    /// The row of what the wallet holds of a coin, or of one whose name cannot be read.
    public static UnreadRow ofCoin(String coin, String text) {
        return new UnreadRow(Kind.COIN, COIN_ID + coin, Optional.empty(), text);
    }

    /// Whether the row of this id is what the account holds, which may be read again; executions and orders do not
    /// change any more.
    public static boolean isHolding(String id) {
        return id.startsWith(POSITION_ID) || id.startsWith(COIN_ID);
    }

    /// This row as that of an order of the bot's.
    public UnreadRow of(ClientOrderId own) {
        return new UnreadRow(kind, idOf(own), instrument, Optional.of(own), text);
    }

    @Override
    public String toString() {
        return instrument.map(known -> known + " ").orElse("") + text;
    }
}
