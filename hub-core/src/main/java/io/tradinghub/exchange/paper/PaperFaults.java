package io.tradinghub.exchange.paper;

import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.order.OrderRequest;

/// How the paper exchange misbehaves. Called by the bot's thread.
public interface PaperFaults {
    /// An exchange that always answers and tells everything once and in order.
    PaperFaults NONE = new PaperFaults() {
        @Override
        public Fate fateOf(OrderRequest request) {
            return Fate.ANSWERED;
        }

        @Override
        public void deliver(ExchangeEvent event, ExchangeListener listener) {
            listener.onEvent(event);
        }
    };

    /// What happens to the request and its answer.
    Fate fateOf(OrderRequest request);

    /// Passes an execution, a funding payment or the state of an order on: now, later, or twice.
    void deliver(ExchangeEvent event, ExchangeListener listener);

    /// What can happen to a request.
    enum Fate {
        ANSWERED,
        /// The order was refused.
        REFUSED,
        /// The order was taken, the answer was lost.
        ANSWER_LOST,
        /// The order never arrived, and nobody said so.
        REQUEST_LOST
    }
}
