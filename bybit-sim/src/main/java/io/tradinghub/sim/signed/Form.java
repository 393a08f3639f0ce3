package io.tradinghub.sim.signed;

/// Where a message goes: Bybit writes some fields of one and the same thing differently by REST and on its streams.
public enum Form {
    REST, STREAM
}
