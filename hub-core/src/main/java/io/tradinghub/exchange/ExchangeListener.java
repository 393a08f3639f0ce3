package io.tradinghub.exchange;

import io.tradinghub.order.LedgerEntry;

/// Hears what happens at the exchange: order reports, fills and funding payments, in any order and possibly more than
/// once.
public interface ExchangeListener {

    void onEntry(LedgerEntry entry);
}
