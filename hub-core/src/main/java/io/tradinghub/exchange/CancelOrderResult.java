package io.tradinghub.exchange;

/// What became of asking to cancel. The end of the order itself is reported to the listener.
public sealed interface CancelOrderResult {

    record Requested() implements CancelOrderResult {}

    /// The order is not live any more, or never was.
    record AlreadyGone() implements CancelOrderResult {}

    record OutcomeUnknown(String reason) implements CancelOrderResult {}
}
