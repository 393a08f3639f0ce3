package io.tradinghub.exchange;

/// What a refusal means for the next try. An adapter maps the exchange's codes to these.
public enum RefusalKind {
    /// Another price, quantity or moment may be taken: the rules have changed, the instrument does not trade now, the
    /// price ran away.
    FIXABLE,
    /// The exchange will not take such an order from this account until a person changes something: margin or balance
    /// is short, the product is not allowed.
    FINAL,
    /// A reducing order found no position to reduce.
    NOTHING_TO_REDUCE,
    /// The exchange has an order under this id already.
    DUPLICATE,
    /// Too many requests.
    RATE,
    /// The account may not trade at all: key revoked, account frozen, liquidation under way.
    STOP_TRADING
}
