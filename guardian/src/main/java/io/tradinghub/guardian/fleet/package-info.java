/// What all bots of one mode are worth together, and whether that breaks a limit. No I/O and no clock. Start at
/// [io.tradinghub.guardian.fleet.FleetJudge].
@NullMarked
package io.tradinghub.guardian.fleet;

import org.jspecify.annotations.NullMarked;
