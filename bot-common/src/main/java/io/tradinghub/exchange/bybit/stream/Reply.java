package io.tradinghub.exchange.bybit.stream;

/// The exchange's reply to a request on a stream. `requestId` is empty if the request carried none.
public record Reply(String operation, String requestId, boolean success, String message) {}
