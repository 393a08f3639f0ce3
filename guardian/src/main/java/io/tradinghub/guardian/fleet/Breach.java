package io.tradinghub.guardian.fleet;

import io.tradinghub.guardian.alert.AlertRule;

/// A limit that the bots of a mode broke.
///
/// @param mode as the ledger writes it
public record Breach(AlertRule rule, String mode) {}
