/// Injects faults on demand. Start at [io.tradinghub.sim.fault.SimFaults].
@NullMarked
package io.tradinghub.sim.fault;

import org.jspecify.annotations.NullMarked;
