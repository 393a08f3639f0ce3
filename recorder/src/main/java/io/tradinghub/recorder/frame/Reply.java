package io.tradinghub.recorder.frame;

/// The exchange's answer to a request on a public stream. `requestId` is empty when the request carried none.
public record Reply(String operation, String requestId, boolean success, String message) {}
