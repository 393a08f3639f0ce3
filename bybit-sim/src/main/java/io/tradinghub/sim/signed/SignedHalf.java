package io.tradinghub.sim.signed;

/// What serves the signed half, by REST and on streams.
public record SignedHalf(LiveExchange live, Authenticator authenticator, PrivateApi api) {}
