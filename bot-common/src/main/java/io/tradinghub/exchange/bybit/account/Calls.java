package io.tradinghub.exchange.bybit.account;

import java.time.InstantSource;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Asks Bybit's REST service about one account, each question at most once. Calls block until there is an answer or
/// none is to be expected.
interface Calls {
    RestReply get(String path, Query query, Turn turn);

    /// Its receive window begins when it leaves.
    RestReply post(String path, ObjectNode body, Turn turn);

    /// The same for a request that has waited.
    ///
    /// @param stampedAt from when on the receive window counts, by the exchange's clock
    RestReply post(String path, ObjectNode body, Turn turn, InstantSource stampedAt);
}
