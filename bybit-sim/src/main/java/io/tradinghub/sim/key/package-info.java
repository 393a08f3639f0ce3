/// API keys and what they may do: [io.tradinghub.sim.key.ApiKeys] holds them, [io.tradinghub.sim.key.Signature] checks
/// what their owner signs.
@NullMarked
package io.tradinghub.sim.key;

import org.jspecify.annotations.NullMarked;
