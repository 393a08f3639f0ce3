package io.tradinghub.exchange;

/// Hears what happens at the exchange, in any order and possibly more than once. Any thread may call; a call returns at
/// once.
public interface ExchangeListener {
    void onEvent(ExchangeEvent event);
}
