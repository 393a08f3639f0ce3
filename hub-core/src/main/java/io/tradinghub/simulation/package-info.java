/// Runs whole bots against a hostile exchange, ledger and clock, on virtual time in one thread from one seed. Start at
/// [io.tradinghub.simulation.BotSimulation].
@NullMarked
package io.tradinghub.simulation;

import org.jspecify.annotations.NullMarked;
